{{ config(materialized='table') }}

with

-- no row unless the plan says so
told as (

    select tells_organization from {{ ref('plan_sessions') }}
    where tells_organization

),

events as (

    select
        identified.source_name,
        identified.event_id,
        identified.person_id,
        identified.organization_id
    from {{ ref('int_events__identified') }} as identified
    cross join told

),

sessionized as (

    select
        sessionized.source_name,
        sessionized.event_id,
        sessionized.session_id
    from {{ ref('int_events__sessionized') }} as sessionized
    cross join told

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
