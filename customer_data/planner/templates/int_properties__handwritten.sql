-- plan/properties: the histories that are written by hand, in the form of the others
<% if not handwritten %>
select
    cast(null as {{ dbt.type_string() }}) as property_key,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as numeric(38, 9)) as number_value,
    cast(null as {{ dbt.type_string() }}) as text_value,
    cast(null as {{ dbt.type_timestamp() }}) as valid_from,
    cast(null as {{ dbt.type_timestamp() }}) as valid_to
where 1 = 0
<% else %>
with

<% for item in handwritten %>
<<item.entity>>_<<item.name>> as (

    select * from {{ ref('<<item.model>>') }}

)<<"," if not loop.last>>

<% endfor %>
<% for item in handwritten %>
select
    '<<item.key>>' as property_key,
    <<"organization_id" if item.entity == "organization" else "person_id">> as entity_id,
    cast(<<item.name if item.type in ("integer", "number", "money") else "null">> as numeric(38, 9)) as number_value,
    <<handwritten_text(item)>> as text_value,
    valid_from,
    valid_to
from <<item.entity>>_<<item.name>>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
<% endif %>
