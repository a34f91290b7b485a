-- plan/properties/users.yml: preferred_report_type
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.preferred_report_type'

)

select
    entity_id as person_id,
    text_value as preferred_report_type,
    valid_from,
    valid_to
from changes
