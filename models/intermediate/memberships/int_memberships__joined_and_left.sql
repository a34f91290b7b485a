{{ config(materialized='table') }}

with

witnessed as (

    select * from {{ ref('int_memberships__witnessed') }}

),

deletions as (

    select * from {{ ref('int_entities__deleted') }}

),

witnessed_with_precedence as (

    select
        *,
        min(case when effect = 'joined' then precedence end) over (
            partition by user_id, organization_id
        ) as best_precedence
    from witnessed

),

-- only the best evidence opens a membership; a leave is a leave, whatever opened what it ends
evented as (

    select
        source_name,
        event_id,
        event_name,
        user_id,
        organization_id,
        evidence,
        effect,
        role,
        occurred_at,
        received_at
    from witnessed_with_precedence
    where effect <> 'joined' or precedence = best_precedence

),

pairs as (

    select distinct
        user_id,
        organization_id
    from evented

),

-- who or what is deleted leaves every membership
closings as (

    select
        pairs.user_id,
        pairs.organization_id,
        deletions.deleted_at
    from pairs
    inner join deletions
        on deletions.entity_type = 'user' and pairs.user_id = deletions.entity_id
    union
    select
        pairs.user_id,
        pairs.organization_id,
        deletions.deleted_at
    from pairs
    inner join deletions
        on deletions.entity_type = 'organization' and pairs.organization_id = deletions.entity_id

),

effects as (

    select * from evented
    union all
    select
        null as source_name,
        null as event_id,
        null as event_name,
        user_id,
        organization_id,
        null as evidence,
        'deleted' as effect,
        null as role,
        deleted_at as occurred_at,
        null as received_at
    from closings

),

effects_numbered as (

    select
        *,
        row_number() over (
            partition by user_id, organization_id
            -- joined and left at the same instant: left last
            order by
                occurred_at,
                case effect
                    when 'joined' then 1
                    when 'role_changed' then 2
                    when 'left' then 3
                    else 4
                end,
                received_at,
                event_id,
                source_name
        ) as effect_number
    from effects

),

moves as (

    select
        user_id,
        organization_id,
        effect_number,
        lag(effect) over (
            partition by user_id, organization_id order by effect_number
        ) as previous_move
    from effects_numbered
    where effect <> 'role_changed'

)

select
    effects_numbered.*,
    coalesce(
        effects_numbered.effect = 'joined' and coalesce(moves.previous_move, 'left') <> 'joined',
        false
    ) as is_start,
    coalesce(
        effects_numbered.effect in ('left', 'deleted') and moves.previous_move = 'joined', false
    ) as is_end
from effects_numbered
left join moves
    on
        effects_numbered.user_id = moves.user_id
        and effects_numbered.organization_id = moves.organization_id
        and effects_numbered.effect_number = moves.effect_number
