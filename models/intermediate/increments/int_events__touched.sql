{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_events__classified'

),

-- what was never built is built whole, without a list
changed_loads as (

    select
        loads.source_name,
        loads.load_key,
        loads.load_id
    from {{ ref('int_loads__changed') }} as loads
    cross join history

),

events as (

    select
        source_name,
        event_id,
        load_id
    from {{ ref('int_events__unioned') }}
    where load_key in (select changed_loads.load_key from changed_loads)
    union all
    select
        source_name,
        event_id,
        load_id
    from {{ ref('int_events__unioned') }}
    where load_key is null
    union all
    -- what a load had and has no more
    select
        source_name,
        event_id,
        load_id
    from {{ last_built('int_events__classified', ['source_name', 'event_id', 'load_id']) }}

),

{% if var('replay_start') or var('replay_end') -%}
events_to_replay as (

    select
        source_name,
        event_id
    from {{ last_built(
        'int_events__classified',
        ['source_name', 'event_id', 'occurred_at', 'loaded_at'],
    ) }}
    where {{ in_replay('coalesce(occurred_at, loaded_at)') }}

),

{% endif -%}
events_touched as (

    select
        source_name,
        event_id
    from events
    where (source_name, load_id) in (
        select
            changed_loads.source_name,
            changed_loads.load_id
        from changed_loads
    )
    {%- if var('replay_start') or var('replay_end') %}
        union all
        select * from events_to_replay
    {%- endif %}

)

select distinct
    source_name,
    event_id
from events_touched
{%- if is_incremental() %}
    where (source_name, event_id) not in (
        select
            listed.source_name,
            listed.event_id
        from {{ this }} as listed
    )
{%- endif %}
