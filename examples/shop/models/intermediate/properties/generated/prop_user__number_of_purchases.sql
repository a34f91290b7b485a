-- plan/properties/users.yml: number_of_purchases
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where property_key = 'user.number_of_purchases'

)

select
    entity_id as person_id,
    cast(number_value as bigint) as number_of_purchases,
    is_approximate,
    valid_from,
    valid_to
from changes
