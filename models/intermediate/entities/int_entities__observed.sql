{{ config(materialized='table') }}

with

events as (

    select
        person_user_id,
        organization_id,
        occurred_at
    from {{ ref('int_events__identified') }}

),

traits as (

    select
        entity_type,
        entity_id,
        stated_at
    from {{ ref('int_traits__unioned') }}

),

memberships as (

    select
        user_id,
        organization_id,
        joined_at
    from {{ ref('int_memberships__unioned') }}

),

sightings as (

    select
        'user' as entity_type,
        person_user_id as entity_id,
        min(occurred_at) as first_known_at,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at
    from events
    group by person_user_id
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
        user_id as entity_id,
        joined_at as first_known_at,
        null as first_event_at,
        null as last_event_at
    from memberships
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
