with

held as (

    select * from {{ ref('int_values__held') }}
    where property_kind = 'list_distinct'

),

moments as (

    select
        property_key,
        entity_id,
        valid_from as changed_at
    from held
    union
    select
        property_key,
        entity_id,
        valid_to as changed_at
    from held
    where valid_to is not null

)

select
    moments.property_key,
    moments.entity_id,
    moments.changed_at,
    {{ json_list('held.value') }} as value
from moments
left join held
    on
        moments.property_key = held.property_key
        and moments.entity_id = held.entity_id
        and {{ valid_at('moments.changed_at', 'held') }}
group by moments.property_key, moments.entity_id, moments.changed_at
