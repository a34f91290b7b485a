{{ config(materialized='table') }}

with

existing as (

    select * from {{ ref('int_entities__existing') }}

),

attributes as (

    select
        *,
        {{ attribute_text('value', 'attribute_type') }} as comparable_value
    from {{ ref('int_entities__attributes') }}
    where not is_personal

),

attributes_in_order as (

    select
        *,
        lag(comparable_value) over (
            partition by entity_type, entity_id, attribute_name order by valid_from
        ) as previous_value
    from attributes

),

-- another spelling of the same value is no change, nor is a null where nothing was stated yet
changes as (

    select
        entity_type,
        entity_id,
        valid_from
    from attributes_in_order
    where comparable_value is distinct from previous_value

),

-- a version starts when the entity does and whenever one of its attributes changes
starts as (

    select
        entity_type,
        entity_id,
        valid_from
    from existing
    union
    select
        changes.entity_type,
        changes.entity_id,
        changes.valid_from
    from changes
    inner join existing
        on
            changes.entity_type = existing.entity_type
            and changes.entity_id = existing.entity_id
            and {{ valid_at('changes.valid_from', 'existing') }}

),

starts_in_order as (

    select
        entity_type,
        entity_id,
        valid_from,
        lead(valid_from) over (partition by entity_type, entity_id order by valid_from)
            as next_valid_from
    from starts

)

select
    starts_in_order.entity_type,
    starts_in_order.entity_id,
    starts_in_order.valid_from,
    -- least() skips nulls
    least(starts_in_order.next_valid_from, existing.valid_to) as valid_to,
    coalesce(existing.valid_to <= starts_in_order.next_valid_from, existing.valid_to is not null)
        as is_deleted
from starts_in_order
inner join existing
    on
        starts_in_order.entity_type = existing.entity_type
        and starts_in_order.entity_id = existing.entity_id
        and {{ valid_at('starts_in_order.valid_from', 'existing') }}
