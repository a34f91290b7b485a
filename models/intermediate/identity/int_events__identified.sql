with

events as (

    select * from {{ ref('int_events__accepted') }}

),

claims as (

    select
        anonymous_id,
        user_id,
        claimed_at,
        contested_at
    from {{ ref('int_identities__claimed') }}

),

events_with_user as (

    select
        events.*,
        coalesce(
            events.user_id,
            -- a device that two users share is nobody's
            case when claims.contested_at is null then claims.user_id end
        ) as person_user_id,
        coalesce(
            events.user_id,
            case
                when
                    claims.claimed_at <= events.occurred_at
                    and (claims.contested_at is null or events.occurred_at < claims.contested_at)
                    then claims.user_id
            end
        ) as user_id_at_event
    from events
    left join claims
        on events.anonymous_id = claims.anonymous_id

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
    user_id_at_event,
    coalesce(
        {{ person_key('user_id', 'person_user_id') }},
        {{ person_key('anonymous_id', 'anonymous_id') }}
    ) as person_id,
    coalesce(
        {{ person_key('user_id', 'user_id_at_event') }},
        {{ person_key('anonymous_id', 'anonymous_id') }}
    ) as person_id_at_event
from events_with_user
