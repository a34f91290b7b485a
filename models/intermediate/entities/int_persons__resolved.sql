{{ config(materialized='table') }}

with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

sightings as (

    select
        user_id,
        anonymous_id,
        first_seen_at,
        last_seen_at
    from {{ ref('int_identifiers__sighted') }}

),

-- no row unless the plan lets a session tell its user
told as (

    select tells_user from {{ ref('plan_sessions') }}
    where tells_user

),

events as (

    select
        person_id,
        anonymous_id,
        occurred_at
    from {{ ref('int_events__identified') }}

),

persons as (

    select
        person_id,
        max(user_id) as user_id,
        max(case when is_rejected then 0 else 1 end) as is_found
    from identities
    group by person_id

),

-- as in int_events__identified: the user's, else the device's
sightings_with_persons as (

    select
        coalesce(users.person_id, case when told.tells_user is null then devices.person_id end)
            as person_id,
        sightings.first_seen_at,
        sightings.last_seen_at
    from sightings
    left join identities as users
        on users.identifier_type = 'user_id' and sightings.user_id = users.identifier_value
    left join identities as devices
        on
            devices.identifier_type = 'anonymous_id'
            and sightings.anonymous_id = devices.identifier_value
    left join told
        on devices.is_rejected
    union all
    -- what sessions may tell hangs on the event
    select
        events.person_id,
        events.occurred_at as first_seen_at,
        events.occurred_at as last_seen_at
    from events
    inner join identities as devices
        on
            devices.identifier_type = 'anonymous_id'
            and devices.is_rejected
            and events.anonymous_id = devices.identifier_value
    cross join told

),

persons_seen as (

    select
        person_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from sightings_with_persons
    group by person_id

)

select
    persons.person_id,
    persons.user_id,
    persons.user_id is null as is_anonymous,
    persons_seen.first_seen_at,
    persons_seen.last_seen_at
from persons
left join persons_seen
    on persons.person_id = persons_seen.person_id
-- a rejected identifier is a person only where events are left to it
where persons.is_found = 1 or persons_seen.person_id is not null
