{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        event_id,
        person_id,
        organization_id
    from {{ ref('int_events__identified') }}
    -- none unless the plan says so
    where true in (select plan.tells_organization from {{ ref('plan_sessions') }} as plan)

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
        min(events.person_id) as first_person_id,
        max(events.person_id) as last_person_id,
        min(events.organization_id) as organization_id,
        max(events.organization_id) as last_organization_id
    from events
    inner join sessionized
        on
            events.source_name = sessionized.source_name
            and events.event_id = sessionized.event_id
    group by sessionized.session_id

)

-- where several people share a device, one's organization says nothing of another's
select
    session_id,
    organization_id
from sessions
where first_person_id = last_person_id and organization_id = last_organization_id
