{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        event_id,
        user_id,
        occurred_at
    from {{ ref('int_events__accepted') }}
    where
        user_id is not null
        -- none unless the plan says so
        and true in (select plan.tells_user from {{ ref('plan_sessions') }} as plan)

),

users as (

    select
        identifier_value as user_id,
        person_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

sessionized as (

    select
        source_name,
        event_id,
        session_id
    from {{ ref('int_events__sessionized') }}

),

sessions as (

    select
        sessionized.session_id,
        min(users.person_id) as first_person_id,
        max(users.person_id) as last_person_id,
        min(users.user_id) as user_id,
        min(events.occurred_at) as first_seen_at
    from events
    inner join users
        on events.user_id = users.user_id
    inner join sessionized
        on
            events.source_name = sessionized.source_name
            and events.event_id = sessionized.event_id
    group by sessionized.session_id

)

select
    session_id,
    user_id,
    first_seen_at
from sessions
where first_person_id = last_person_id
