-- plan/properties/organizations.yml: last_report_created_at
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'organization.last_report_created_at'

)

select
    entity_id as organization_id,
    {{ read_as('text_value', 'timestamp') }} as last_report_created_at,
    valid_from,
    valid_to
from changes
