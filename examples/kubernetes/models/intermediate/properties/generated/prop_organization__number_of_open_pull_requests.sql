-- plan/properties/organizations.yml: number_of_open_pull_requests
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_open_pull_requests'

)

select
    entity_id as organization_id,
    cast(number_value as bigint) as number_of_open_pull_requests,
    is_approximate,
    valid_from,
    valid_to
from changes
