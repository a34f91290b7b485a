{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set raw_events = raw_relation('events') %}

with

events as (

    select * from {{ raw_events }}

)

select
    {{ source_column(raw_events, 'events', 'event_id') }} as event_id,
    {{ source_column(raw_events, 'events', 'event_name') }} as event_name,
    {{ source_column(raw_events, 'events', 'anonymous_id') }} as anonymous_id,
    {{ source_column(raw_events, 'events', 'user_id') }} as user_id,
    {{ source_column(raw_events, 'events', 'organization_id') }} as organization_id,
    {{ source_column(raw_events, 'events', 'original_timestamp') }} as original_timestamp,
    {{ source_column(raw_events, 'events', 'sent_at') }} as sent_at,
    {{ source_column(raw_events, 'events', 'received_at') }} as received_at,
    {{ source_column(raw_events, 'events', 'loaded_at') }} as loaded_at,
    {{ source_column(raw_events, 'events', 'properties') }} as properties,
    {{ source_column(raw_events, 'events', 'context') }} as context,
    {{ source_column(raw_events, 'events', 'extra') }} as extra,
    {{ raw_row(raw_events, 'events') }} as raw
from events
