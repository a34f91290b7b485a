-- plan/properties/users.yml: starred_repository_ids
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.starred_repository_ids'

)

select
    entity_id as person_id,
    text_value as starred_repository_ids,
    valid_from,
    valid_to
from changes
