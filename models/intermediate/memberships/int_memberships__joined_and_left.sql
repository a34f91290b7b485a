{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        event_id,
        event_name,
        person_user_id,
        organization_id,
        occurred_at,
        received_at,
        properties
    from {{ ref('int_events__identified') }}

),

planned_effects as (

    select
        event_name,
        effect
    from {{ ref('plan_memberships') }}
    where evidence = 'event'

),

deletions as (

    select * from {{ ref('int_entities__deleted') }}

),

evented as (

    select
        events.source_name,
        events.event_id,
        events.event_name,
        events.person_user_id as user_id,
        events.organization_id,
        planned_effects.effect,
        nullif(trim({{ json_text('events.properties', "'role'") }}), '') as role,
        events.occurred_at,
        events.received_at
    from events
    inner join planned_effects
        on events.event_name = planned_effects.event_name
    where events.person_user_id is not null and events.organization_id is not null

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
