-- plan/properties/organizations.yml: number_of_active_people
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_active_people'

)

select
    entity_id as organization_id,
    cast(number_value as bigint) as number_of_active_people,
    is_approximate,
    valid_from,
    valid_to
from changes
