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

-- an event with a user is that user's, whatever else is known of its device
events_with_identities as (

    select
        events.*,
        coalesce(users.identifier_id, devices.identifier_id) as identifier_id,
        coalesce(users.person_id, devices.person_id) as person_id,
        coalesce(users.user_id, devices.user_id) as person_user_id,
        coalesce(users.claimed_person_id, devices.claimed_person_id) as claimed_person_id,
        coalesce(users.claimed_at, devices.claimed_at) as claimed_at,
        case when users.identifier_id is null then devices.contested_at else users.contested_at end
            as contested_at
    from events
    left join users
        on events.user_id = users.identifier_value
    left join devices
        on events.anonymous_id = devices.identifier_value

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
