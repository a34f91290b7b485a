-- plan/entities/users.yml: the attributes of a user that are personal data
{{ config(schema='restricted') }}

with

attributes as (

    select
        entity_id,
        attribute_name,
        value
    from {{ ref('int_entities__attributes') }}
    where entity_type = 'user' and is_personal and valid_to is null

),

attributes_by_user as (

    select
        entity_id as person_id
    from attributes
    group by entity_id

)

select
    person_id
from attributes_by_user
