-- plan/properties/users.yml: artists
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.artists'

)

select
    entity_id as person_id,
    text_value as artists,
    valid_from,
    valid_to
from changes
