{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}

with

touched as (

    select
        source_name,
        event_id
    from {{ ref('int_events__touched') }}

),

following as (

    select * from {{ ref('int_events__following') }}

),

sessionized as (

    select
        source_name,
        event_id,
        session_id
    from {{ ref('int_events__sessionized') }}
    where (source_name, device_key) in (
        select
            devices.source_name,
            devices.device_key
        from {{ ref('int_devices__touched') }} as devices
    )

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'fct_events'

),

facts_before as (

    select * from {{ last_built(
        'fct_events', ['source_name', 'event_id', 'person_id', 'organization_id', 'session_id']
    ) }}

),

-- a late event may move others of its device to another session
events_of_devices as (

    select
        sessionized.source_name,
        sessionized.event_id
    from sessionized
    left join facts_before
        on
            sessionized.source_name = facts_before.source_name
            and sessionized.event_id = facts_before.event_id
    where sessionized.session_id is distinct from facts_before.session_id

),

events as (

    select * from touched
    union
    select * from following
    union
    select * from events_of_devices

),

events_with_entities as (

    select
        events.source_name,
        events.event_id,
        facts_before.person_id,
        facts_before.organization_id,
        facts_before.session_id
    from events
    cross join history
    left join facts_before
        on
            events.source_name = facts_before.source_name
            and events.event_id = facts_before.event_id

)

select
    source_name,
    event_id,
    person_id,
    organization_id,
    session_id
from events_with_entities
{%- if is_incremental() %}
    except
    select
        source_name,
        event_id,
        person_id,
        organization_id,
        session_id
    from {{ this }}
{%- endif %}
