{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

touched as (

    select * from {{ ref('int_events__touched') }}

),

interactive as (

    select
        source_name,
        event_id,
        device_key
    from {{ ref('int_events__interactive') }}

),

sessionized_before as (

    select
        source_name,
        event_id,
        device_key
    from {{ last_built(
        'int_events__sessionized', ['source_name', 'event_id', 'device_key']
    ) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_events__sessionized'

),

-- whose an event is, and whose it was
events as (

    select * from interactive
    union all
    select * from sessionized_before

),

devices as (

    select distinct
        source_name,
        device_key
    from events
    where (source_name, event_id) in (
        select
            touched.source_name,
            touched.event_id
        from touched
    )

)

select
    devices.source_name,
    devices.device_key
from devices
cross join history
{%- if is_incremental() %}
    where (devices.source_name, devices.device_key) not in (
        select
            listed.source_name,
            listed.device_key
        from {{ this }} as listed
    )
{%- endif %}
