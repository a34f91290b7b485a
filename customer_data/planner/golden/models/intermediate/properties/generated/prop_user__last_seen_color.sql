-- plan/properties/users.yml: last_seen_color
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.last_seen_color'

)

select
    entity_id as person_id,
    text_value as last_seen_color,
    valid_from,
    valid_to
from changes
