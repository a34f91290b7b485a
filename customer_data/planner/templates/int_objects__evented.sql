-- plan/properties: the events that create, delete, restore or move what is counted
<% if not counts %>
select
<% for name in ('property_key', 'object_id', 'action', 'owner_id') %>
    cast(null as {{ dbt.type_string() }}) as <<name>>,
<% endfor %>
    false as is_owner_stated,
<% for name in ('opening', 'source_name', 'event_id') %>
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
<% for item, name, action in counts %>
select
    '<<item.key>>' as property_key,
    nullif(trim(<<object_text(item, name)>>), '') as object_id,
    '<<action>>' as action,
<% if item.entity == 'organization' %>
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
<% else %>
    person_id as owner_id,
    false as is_owner_stated,
<% endif %>
    '<<item.opening>>' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from <<name>>
<% for condition in conditions(item) %>
<<"where" if loop.first else "    and">> <<condition>>
<% endfor %>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
