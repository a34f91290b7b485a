with

events as (

    select * from {{ source('kubernetes_events', 'events') }}

),

payloads as (

    select * from {{ source('kubernetes_events', 'payloads') }}

),

actors as (

    select * from {{ source('kubernetes_events', 'actors') }}

),

repositories as (

    select * from {{ source('kubernetes_events', 'repos') }}

),

organizations as (

    select * from {{ source('kubernetes_events', 'orgs') }}

),

event_names as (

    select * from {{ ref('event_names') }}

),

events_described as (

    select
        events.id,
        events.type,
        events.actor_id,
        actors.login as actor_login,
        events.org_id,
        organizations.login as org_login,
        events.repo_id,
        repositories.name as repo_name,
        events.created_at,
        payloads.action,
        payloads.ref_type,
        payloads.ref,
        payloads.size,
        payloads.number,
        payloads.issue_id,
        payloads.comment_id
    from events
    left join payloads
        on events.payload_id = payloads.id
    left join actors
        on events.actor_id = actors.id
    left join repositories
        on events.repo_id = repositories.id
    left join organizations
        on events.org_id = organizations.id

)

select
    events_described.*,
    coalesce(event_names.event_name, events_described.type) as event_name,
    {{ customer_data.row_as_json('events_described') }} as raw
from events_described
left join event_names
    on
        events_described.type = event_names.type
        and coalesce(events_described.action, events_described.ref_type)
        is not distinct from event_names.action
