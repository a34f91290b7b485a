-- plan/sessions.yml: which visit each event is of
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'built_whole_with': 'fct_events'},
    pre_hook="{{ customer_data.delete_listed(
        ref('int_devices__touched'), ['source_name', 'device_key']
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_events__interactive') }}
    {%- if is_incremental() %}
        where (source_name, device_key) in (
            select
                touched.source_name,
                touched.device_key
            from {{ ref('int_devices__touched') }} as touched
        )
    {%- endif %}

),

events_with_previous as (

    select
        events.source_name,
        events.event_id,
        events.device_key,
        events.occurred_at,
        events.received_at,
        lag(events.occurred_at) over (
            partition by events.source_name, events.device_key
            order by events.occurred_at, events.received_at, events.event_id
        ) as previous_at
    from events

),

-- a pause of exactly the gap does not end a session
events_with_starts as (

    select
        *,
        previous_at is null
        or occurred_at > previous_at + interval '1800' second
            as is_start
    from events_with_previous

),

events_numbered as (

    select
        *,
        sum(case when is_start then 1 else 0 end) over (
            partition by source_name, device_key
            order by occurred_at, received_at, event_id
            rows between unbounded preceding and current row
        ) as device_session_number
    from events_with_starts

),

events_with_firsts as (

    select
        *,
        first_value(event_id) over (
            partition by source_name, device_key, device_session_number
            order by occurred_at, received_at, event_id
        ) as first_event_id
    from events_numbered

)

select
    source_name,
    event_id,
    device_key,
    {{ customer_data.digest(['source_name', 'device_key', 'first_event_id']) }} as session_id
from events_with_firsts
