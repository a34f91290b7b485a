-- plan/properties/organizations.yml: preferred_layout
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.preferred_layout'

)

select
    entity_id as organization_id,
    text_value as preferred_layout,
    valid_from,
    valid_to
from changes
