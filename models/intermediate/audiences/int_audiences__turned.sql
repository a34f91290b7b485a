{{ config(materialized='table') }}

with

members as (

    select * from {{ ref('fct_audience_members') }}

),

conditioned as (

    select * from {{ ref('int_audiences__conditioned') }}

),

turns as (

    select
        audience_name,
        entity_type,
        entity_id,
        'entered' as turn,
        valid_from as changed_at
    from members
    union all
    select
        audience_name,
        entity_type,
        entity_id,
        'exited' as turn,
        valid_to as changed_at
    from members
    where valid_to is not null

),

-- the conditions that begin or cease to hold at that moment
conditions_turned as (

    select distinct
        turns.audience_name,
        turns.entity_id,
        turns.changed_at,
        conditioned.label
    from turns
    inner join conditioned
        on
            turns.audience_name = conditioned.audience_name
            and turns.entity_id = conditioned.entity_id
            and (
                turns.changed_at = conditioned.starts_at
                or turns.changed_at = conditioned.ends_at
            )

),

reasons as (

    select
        audience_name,
        entity_id,
        changed_at,
        {{ json_list('label') }} as reason
    from conditions_turned
    group by audience_name, entity_id, changed_at

),

current_members as (

    select
        audience_name,
        entity_id
    from members
    where is_current

)

select
    turns.audience_name,
    turns.entity_type,
    turns.entity_id,
    turns.turn,
    turns.changed_at,
    coalesce(reasons.reason, '["the audience begins"]') as reason,
    current_members.entity_id is not null as is_member
from turns
left join reasons
    on
        turns.audience_name = reasons.audience_name
        and turns.entity_id = reasons.entity_id
        and turns.changed_at = reasons.changed_at
left join current_members
    on
        turns.audience_name = current_members.audience_name
        and turns.entity_id = current_members.entity_id
