-- plan/retention: the events that start a cohort, and those that are a return
<% if not retention %>
select
<% for name in ('retention_name', 'role', 'entity_id', 'source_name', 'event_id') %>
    cast(null as {{ dbt.type_string() }}) as <<name>>,
<% endfor %>
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at
where 1 = 0
<% else %>
with

<% for name in fact_names %>
<<name>> as (

    select * from {{ ref('<<"fct_events" if name == every_event else "fct_" ~ name>>') }}

)<<"," if not loop.last>>

<% endfor %>
<% for item in retention %>
<% set entity_id = "organization_id" if item.entity == "organization" else "person_id" %>
<% for role, name in (('start', item.starts_with), ('return', item.returns_with)) %>
select
    '<<item.name>>' as retention_name,
    '<<role>>' as role,
    <<entity_id>> as entity_id,
    source_name,
    event_id,
    occurred_at
from <<name>>
where <<entity_id>> is not null
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
