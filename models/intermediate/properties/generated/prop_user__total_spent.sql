-- plan/properties/users.yml: total_spent
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.total_spent'

)

select
    entity_id as person_id,
    cast(number_value as numeric(18, 4)) as total_spent,
    is_approximate,
    valid_from,
    valid_to
from changes
