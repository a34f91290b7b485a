{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

restated as (

    select
        source_name,
        event_id
    from {{ ref('int_events__restated') }}

),

events_now as (

    select
        funnel_name,
        entity_id,
        match_value,
        source_name,
        event_id
    from {{ ref('int_funnels__evented') }}

),

events_before as (

    select
        funnel_name,
        entity_id,
        match_value,
        source_name,
        event_id
    from {{ last_built(
        'int_funnels__recorded',
        ['funnel_name', 'entity_id', 'match_value', 'source_name', 'event_id'],
    ) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_funnels__followed'

),

-- whose an event is, and whose it was
events as (

    select * from events_now
    union all
    select * from events_before

),

subjects as (

    select distinct
        funnel_name,
        entity_id,
        match_value
    from events
    where (source_name, event_id) in (
        select
            restated.source_name,
            restated.event_id
        from restated
    )

)

select
    subjects.funnel_name,
    subjects.entity_id,
    subjects.match_value
from subjects
cross join history
{%- if is_incremental() %}
    except
    select
        funnel_name,
        entity_id,
        match_value
    from {{ this }}
{%- endif %}
