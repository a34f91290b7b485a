{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_events__restated'), ['source_name', 'event_id']
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_events__identified') }}
    {%- if is_incremental() %}
        where (source_name, event_id) in (
            select
                restated.source_name,
                restated.event_id
            from {{ ref('int_events__restated') }} as restated
        )
    {%- endif %}

),

memberships as (

    select
        user_id,
        organization_id,
        valid_from,
        valid_to
    from {{ ref('int_memberships__intervals') }}

),

sessionized as (

    select
        source_name,
        event_id,
        session_id
    from {{ ref('int_events__sessionized') }}
    {%- if is_incremental() %}
        where (source_name, event_id) in (
            select
                restated.source_name,
                restated.event_id
            from {{ ref('int_events__restated') }} as restated
        )
    {%- endif %}

),

sessions as (

    select
        session_id,
        organization_id
    from {{ ref('int_sessions__organizations') }}

),

-- an event that names no organization belongs to the only one its user was in at that moment
events_with_memberships as (

    select
        events.source_name,
        events.event_id,
        count(*) as number_of_memberships,
        min(memberships.organization_id) as organization_id
    from events
    inner join memberships
        on
            events.person_user_id = memberships.user_id
            and {{ valid_at('events.occurred_at', 'memberships') }}
    where events.organization_id is null
    group by events.source_name, events.event_id

)

select
    events.event_id,
    events.event_id_basis,
    events.source_name,
    events.event_name,
    events.event_type,
    events.person_id,
    events.person_id_at_event,
    events.user_id,
    events.anonymous_id,
    case
        when events.organization_id is not null then events.organization_id
        when events_with_memberships.number_of_memberships = 1
            then events_with_memberships.organization_id
        else sessions.organization_id
    end as organization_id,
    case
        when events.organization_id is not null then 'explicit'
        when events_with_memberships.number_of_memberships = 1 then 'sole_membership'
        when sessions.organization_id is not null then 'session'
        when events_with_memberships.number_of_memberships > 1 then 'ambiguous'
        else 'none'
    end as organization_basis,
    sessionized.session_id,
    events.vendor_session_id,
    events.occurred_at,
    events.occurred_at_basis,
    events.received_at,
    events.loaded_at,
    events.load_id,
    events.violations,
    events.properties
from events
left join events_with_memberships
    on
        events.source_name = events_with_memberships.source_name
        and events.event_id = events_with_memberships.event_id
left join sessionized
    on
        events.source_name = sessionized.source_name
        and events.event_id = sessionized.event_id
left join sessions
    on sessionized.session_id = sessions.session_id
