-- plan/properties: the events that every property but a live count follows from
<% if not occurrences %>
select
<% for name in ('property_key', 'property_kind', 'entity_id', 'value') %>
    cast(null as {{ dbt.type_string() }}) as <<name>>,
<% endfor %>
    cast(null as numeric(38, 9)) as amount,
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    cast(null as {{ dbt.type_timestamp() }}) as received_at,
    cast(null as {{ dbt.type_string() }}) as event_id,
    cast(null as {{ dbt.type_string() }}) as source_name
where 1 = 0
<% else %>
with

<% for name in fact_names %>
<<name>> as (

    select * from {{ ref('<<"fct_events" if name == "any_event" else "fct_" ~ name>>') }}

)<<"," if not loop.last>>

<% endfor %>
<% for item in occurrences %>
select
    '<<item.key>>' as property_key,
    '<<item.kind>>' as property_kind,
    <<"organization_id" if item.entity == "organization" else "person_id">> as entity_id,
    <<value_text(item)>> as value,
    <<amount(item)>> as amount,
    occurred_at,
    <<expiry(item)>> as expires_at,
    received_at,
    event_id,
    source_name
from <<item.event>>
where
    <<"organization_id" if item.entity == "organization" else "person_id">> is not null
<% for condition in conditions(item) %>
    and <<condition>>
<% endfor %>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
