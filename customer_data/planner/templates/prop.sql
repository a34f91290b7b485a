-- <<item.place>>: <<item.name>>
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = '<<item.key>>'

)

select
    entity_id as <<"organization_id" if item.entity == "organization" else "person_id">>,
<% if item.is_number %>
    cast(number_value as <<item.sql_type|in_sql>>) as <<item.name>>,
    is_approximate,
<% else %>
    <<typed_value(item)>>,
<% endif %>
    valid_from,
    valid_to
from changes
