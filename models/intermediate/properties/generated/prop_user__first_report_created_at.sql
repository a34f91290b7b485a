-- plan/properties/users.yml: first_report_created_at
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.first_report_created_at'

)

select
    entity_id as person_id,
    {{ read_as('text_value', 'timestamp') }} as first_report_created_at,
    valid_from,
    valid_to
from changes
