{{ config(materialized='table') }}

with

events as (

    select
        organization_id,
        occurred_at
    from {{ ref('int_events__accepted') }}
    where organization_id is not null

),

traits as (

    select
        entity_type,
        entity_id,
        stated_at
    from {{ ref('int_traits__identified') }}

),

persons as (

    select
        person_id,
        user_id,
        first_seen_at,
        last_seen_at
    from {{ ref('int_persons__resolved') }}

),

users as (

    select
        identifier_value as user_id,
        person_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

memberships as (

    select
        user_id,
        organization_id,
        joined_at
    from {{ ref('int_memberships__unioned') }}

),

sightings as (

    -- of anonymous persons only those that something was stated of
    select
        'user' as entity_type,
        person_id as entity_id,
        first_seen_at as first_known_at,
        first_seen_at as first_event_at,
        last_seen_at as last_event_at
    from persons
    where
        user_id is not null
        or person_id in (
            select traits.entity_id from traits
            where traits.entity_type = 'user'
        )
    union all
    select
        'organization' as entity_type,
        organization_id as entity_id,
        min(occurred_at) as first_known_at,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at
    from events
    group by organization_id
    union all
    select
        entity_type,
        entity_id,
        stated_at as first_known_at,
        null as first_event_at,
        null as last_event_at
    from traits
    union all
    select
        'user' as entity_type,
        users.person_id as entity_id,
        memberships.joined_at as first_known_at,
        null as first_event_at,
        null as last_event_at
    from memberships
    inner join users
        on memberships.user_id = users.user_id
    union all
    select
        'organization' as entity_type,
        organization_id as entity_id,
        joined_at as first_known_at,
        null as first_event_at,
        null as last_event_at
    from memberships

)

select
    entity_type,
    entity_id,
    min(first_known_at) as first_known_at,
    min(first_event_at) as first_event_at,
    max(last_event_at) as last_event_at
from sightings
where entity_id is not null
group by entity_type, entity_id
