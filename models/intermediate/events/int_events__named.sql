with

events as (

    select
        *,
        properties is null or {{ is_json_object('properties') }} as has_readable_properties
    from {{ ref('int_events__timed') }}

),

planned_names as (

    select
        seen_name,
        event_name
    from {{ ref('plan_event_names') }}

)

select
    events.source_name,
    events.event_id,
    events.event_id_basis,
    events.seen_event_name,
    -- an event the plan does not know keeps the name it came with
    coalesce(planned_names.event_name, events.seen_event_name) as event_name,
    planned_names.event_name is not null as is_planned,
    events.event_type,
    events.user_id,
    events.anonymous_id,
    events.organization_id,
    events.vendor_session_id,
    events.occurred_at,
    events.occurred_at_basis,
    events.original_at,
    events.sent_at,
    events.received_at,
    events.loaded_at,
    events.load_id,
    -- from here on, properties are a JSON object or null; `raw` keeps what they were
    case when events.has_readable_properties then events.properties end as properties,
    events.content_digest,
    events.lost_columns,
    case
        when events.seen_event_name is null then 'event_name_missing'
        when events.received_at is null then 'received_at_missing'
        when not events.has_readable_properties then 'properties_unreadable'
    end as unreadable_reason,
    events.raw
from events
left join planned_names
    on events.seen_event_name = planned_names.seen_name
