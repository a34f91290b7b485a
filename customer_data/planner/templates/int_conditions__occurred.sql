-- plan/audiences: when what their conditions ask for begins and ends
<% if not all_conditions %>
select
    cast(null as {{ dbt.type_string() }}) as condition_key,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as {{ dbt.type_timestamp() }}) as starts_at,
    cast(null as {{ dbt.type_timestamp() }}) as ends_at
where 1 = 0
<% else %>
with

<% for name in source_names %>
<<name>> as (

    select * from {{ ref('<<name>>') }}

)<<"," if not loop.last>>

<% endfor %>
<% for item in all_conditions %>
<% set key = "organization_id" if item.entity == "organization" else "person_id" %>
select
    '<<item.key>>' as condition_key,
<% if item.kind == "event" %>
    <<key>> as entity_id,
<% if item.seconds %>
    occurred_at as starts_at,
    occurred_at + interval '<<item.seconds>>' second as ends_at
<% else %>
<% if item.at_least == 1 %>
    -- what was once is for ever, so the first time is enough
    min(occurred_at) as starts_at,
<% else %>
    occurred_at as starts_at,
<% endif %>
    cast(null as {{ dbt.type_timestamp() }}) as ends_at
<% endif %>
<% elif item.kind == "funnel" %>
    entity_id,
    ended_at as starts_at,
<% if item.seconds %>
    least(
        ended_at + interval '<<item.seconds>>' second,
        coalesce(made_up_at, ended_at + interval '<<item.seconds>>' second)
    ) as ends_at
<% else %>
    made_up_at as ends_at
<% endif %>
<% else %>
    <<key if item.kind == "attribute" else "entity_id">><<" as entity_id" if item.kind == "attribute">>,
    valid_from as starts_at,
    valid_to as ends_at
<% endif %>
from <<source_of(item)>>
<% if item.kind == "property" %>
where property_key = '<<item.name>>' and <<item.test>>
<% elif item.kind == "attribute" %>
where <<item.test>>
<% elif item.kind == "event" %>
where
    <<key>> is not null
<% for condition in conditions(item) %>
    and <<condition>>
<% endfor %>
<% if not item.seconds and item.at_least == 1 %>
group by <<key>>
<% endif %>
<% elif item.kind == "funnel" %>
where funnel_name = '<<item.name>>' and status = '<<item.test>>'
<% elif item.kind == "consent" %>
where purpose = '<<item.name>>'
<% else %>
where entity_type = '<<item.entity>>'
<% endif %>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
