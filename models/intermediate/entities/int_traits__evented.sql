{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        event_id,
        event_type,
        user_id,
        anonymous_id,
        organization_id,
        properties,
        occurred_at,
        received_at,
        loaded_at
    from {{ ref('int_events__accepted') }}
    where event_type in ('identify', 'group')

),

calls as (

    select
        source_name,
        event_id,
        event_type,
        case event_type when 'identify' then 'user' else 'organization' end as entity_type,
        case event_type when 'identify' then user_id else organization_id end as entity_id,
        -- whose a group call is says nothing about the organization
        case when event_type = 'identify' then anonymous_id end as anonymous_id,
        properties as traits,
        occurred_at as stated_at,
        received_at,
        loaded_at
    from events

)

select
    source_name,
    event_id,
    event_type,
    entity_type,
    entity_id,
    anonymous_id,
    traits,
    stated_at,
    received_at,
    loaded_at,
    {{ digest(['entity_id', 'traits']) }} as content_digest
from calls
