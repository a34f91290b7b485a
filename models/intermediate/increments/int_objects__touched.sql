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

actions as (

    select
        property_key,
        object_id,
        opening,
        source_name,
        event_id,
        occurred_at
    from {{ ref('int_objects__evented') }}

),

actions_before as (

    select
        property_key,
        object_id,
        opening,
        source_name,
        event_id,
        occurred_at
    from {{ last_built(
        'int_objects__actions',
        ['property_key', 'object_id', 'opening', 'source_name', 'event_id', 'occurred_at'],
    ) }}

),

lives_before as (

    select
        property_key,
        object_id,
        entity_id
    from {{ last_built('int_objects__lives', ['property_key', 'object_id', 'entity_id']) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_objects__lives'

),

actions_now_and_before as (

    select * from actions
    union all
    select * from actions_before

),

objects_of_events as (

    select
        property_key,
        object_id
    from actions_now_and_before
    where (source_name, event_id) in (
        select
            restated.source_name,
            restated.event_id
        from restated
    )

),

-- what is declared to be older than the data lives from the first action of any object on
starts as (

    select
        property_key,
        min(occurred_at) as history_starts_at
    from actions
    where object_id is not null and opening = 'present'
    group by property_key

),

starts_before as (

    select
        property_key,
        min(occurred_at) as history_starts_at
    from actions_before
    where object_id is not null and opening = 'present'
    group by property_key

),

objects_older_than_the_data as (

    select
        actions.property_key,
        actions.object_id
    from actions
    inner join starts
        on actions.property_key = starts.property_key
    left join starts_before
        on actions.property_key = starts_before.property_key
    where starts.history_starts_at is distinct from starts_before.history_starts_at

),

objects as (

    select * from objects_of_events
    union
    select * from objects_older_than_the_data

),

objects_with_owners as (

    select
        objects.property_key,
        objects.object_id,
        lives_before.entity_id
    from objects
    cross join history
    left join lives_before
        on
            objects.property_key = lives_before.property_key
            and objects.object_id = lives_before.object_id
    where objects.object_id is not null

)

select distinct
    property_key,
    object_id,
    entity_id
from objects_with_owners
{%- if is_incremental() %}
    except
    select
        property_key,
        object_id,
        entity_id
    from {{ this }}
{%- endif %}
