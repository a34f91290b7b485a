-- plan/properties/organizations.yml: number_of_stars
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_stars'

)

select
    entity_id as organization_id,
    cast(number_value as bigint) as number_of_stars,
    is_approximate,
    valid_from,
    valid_to
from changes
