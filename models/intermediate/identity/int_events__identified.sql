with

events as (

    select * from {{ ref('int_events__accepted') }}

),

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

users as (

    select * from identities
    where identifier_type = 'user_id'

),

devices as (

    select * from identities
    where identifier_type = 'anonymous_id'

),

-- where the plan lets a session tell its user
companions as (

    select
        sessionized.source_name,
        sessionized.event_id,
        sessions.first_seen_at,
        users.identifier_id,
        users.person_id,
        users.user_id,
        users.claimed_person_id,
        users.claimed_at,
        users.contested_at
    from {{ ref('int_sessions__users') }} as sessions
    inner join {{ ref('int_events__sessionized') }} as sessionized
        on sessions.session_id = sessionized.session_id
    inner join users
        on sessions.user_id = users.identifier_value

),

-- an event with a user is that user's, whatever else is known of its device
events_with_identities as (

    select
        events.*,
        coalesce(users.person_id, companions.person_id, devices.person_id) as person_id,
        coalesce(users.user_id, companions.user_id, devices.user_id) as person_user_id,
        coalesce(users.identifier_id, known_companions.identifier_id, devices.identifier_id)
            as identifier_id,
        coalesce(
            users.claimed_person_id,
            known_companions.claimed_person_id,
            devices.claimed_person_id
        ) as claimed_person_id,
        coalesce(users.claimed_at, known_companions.claimed_at, devices.claimed_at) as claimed_at,
        case
            when users.identifier_id is not null then users.contested_at
            when known_companions.identifier_id is not null then known_companions.contested_at
            else devices.contested_at
        end as contested_at
    from events
    left join users
        on events.user_id = users.identifier_value
    left join devices
        on events.anonymous_id = devices.identifier_value
    left join companions
        on
            events.source_name = companions.source_name
            and events.event_id = companions.event_id
            and users.identifier_id is null
            and devices.rejection_reason is not null
    left join companions as known_companions
        on
            companions.source_name = known_companions.source_name
            and companions.event_id = known_companions.event_id
            and events.occurred_at >= known_companions.first_seen_at

)

select
    source_name,
    event_id,
    event_id_basis,
    event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    occurred_at,
    occurred_at_basis,
    received_at,
    loaded_at,
    load_id,
    properties,
    violations,
    person_user_id,
    person_id,
    case
        when
            claimed_at <= occurred_at
            and (contested_at is null or occurred_at < contested_at)
            then claimed_person_id
        else identifier_id
    end as person_id_at_event
from events_with_identities
