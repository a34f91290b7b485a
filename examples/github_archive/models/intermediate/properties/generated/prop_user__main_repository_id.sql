-- plan/properties/users.yml: main_repository_id
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.main_repository_id'

)

select
    entity_id as person_id,
    text_value as main_repository_id,
    valid_from,
    valid_to
from changes
