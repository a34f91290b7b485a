-- plan/funnels: the events that are a step of one
<% if not steps %>
select
    cast(null as {{ dbt.type_string() }}) as funnel_name,
    cast(null as integer) as step_number,
<% for name in ('entity_id', 'match_value', 'organization_id', 'event_name', 'source_name', 'event_id') %>
    cast(null as {{ dbt.type_string() }}) as <<name>>,
<% endfor %>
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as received_at
where 1 = 0
<% else %>
with

<% for name in fact_names %>
<<name>> as (

    select * from {{ ref('fct_<<name>>') }}

)<<"," if not loop.last>>

<% endfor %>
<% for funnel, number, step, event_name in steps %>
<% set entity_id = "organization_id" if funnel.entity == "organization" else "person_id" %>
select
    '<<funnel.name>>' as funnel_name,
    <<number>> as step_number,
    <<entity_id>> as entity_id,
    <<same_text(funnel, event_name)>> as match_value,
    organization_id,
    '<<event_name>>' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from <<event_name>>
where
    <<entity_id>> is not null
<% if funnel.same %>
    and <<same_text(funnel, event_name)>> is not null
<% endif %>
<% for condition in conditions(step) %>
    and <<condition>>
<% endfor %>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
