-- plan/properties/organizations.yml: last_pushed_at
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.last_pushed_at'

)

select
    entity_id as organization_id,
    {{ customer_data.read_as('text_value', 'timestamp') }} as last_pushed_at,
    valid_from,
    valid_to
from changes
