with

held as (

    select * from {{ ref('int_conditions__held') }}
    union all
    select * from {{ ref('int_conditions__asked') }}

),

conditions as (

    select * from {{ ref('plan_audience_conditions') }}

),

labels as (

    select
        condition_key,
        label
    from {{ ref('plan_conditions') }}

)

select
    conditions.audience_name,
    conditions.group_position,
    conditions.condition_key,
    labels.label,
    held.entity_id,
    conditions.weight,
    conditions.at_least,
    held.valid_from as starts_at,
    held.valid_to as ends_at
from held
inner join conditions
    on held.condition_key = conditions.condition_key
inner join labels
    on held.condition_key = labels.condition_key
