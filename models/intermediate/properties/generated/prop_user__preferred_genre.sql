-- plan/properties/users.yml: preferred_genre
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.preferred_genre'

)

select
    entity_id as person_id,
    text_value as preferred_genre,
    valid_from,
    valid_to
from changes
