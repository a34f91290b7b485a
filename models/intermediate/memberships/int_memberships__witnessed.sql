with

events as (

    select
        source_name,
        event_id,
        event_name,
        event_type,
        person_user_id as user_id,
        organization_id,
        occurred_at,
        received_at,
        properties
    from {{ ref('int_events__identified') }}
    where person_user_id is not null and organization_id is not null

),

planned_effects as (

    select
        evidence,
        event_name,
        effect
    from {{ ref('plan_memberships') }}

),

effects_of_events as (

    select
        events.*,
        planned_effects.evidence,
        2 as precedence,
        planned_effects.effect
    from events
    inner join planned_effects
        on events.event_name = planned_effects.event_name
    where planned_effects.evidence = 'event'

),

effects_of_group_calls as (

    select
        events.*,
        planned_effects.evidence,
        3 as precedence,
        planned_effects.effect
    from events
    cross join planned_effects
    where planned_effects.evidence = 'group' and events.event_type = 'group'

),

-- what says that a user left is no sign of belonging
effects_of_any_event as (

    select
        events.*,
        planned_effects.evidence,
        4 as precedence,
        planned_effects.effect
    from events
    cross join planned_effects
    where
        planned_effects.evidence = 'event_organization'
        and events.event_name not in (
            select leaving.event_name from planned_effects as leaving
            where leaving.effect = 'left'
        )

),

effects as (

    select * from effects_of_events
    union all
    select * from effects_of_group_calls
    union all
    select * from effects_of_any_event

)

select
    source_name,
    event_id,
    event_name,
    user_id,
    organization_id,
    evidence,
    precedence,
    effect,
    case
        -- in any other event, a role is not known to be that of the member
        when evidence in ('event', 'group')
            then nullif(trim({{ json_text('properties', "'role'") }}), '')
    end as role,
    occurred_at,
    received_at
from effects
