with

touched as (

    select
        source_name,
        load_id
    from {{ ref('int_loads__touched') }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_payloads__described'

),

-- what was never built is built whole, without a list
loads as (

    select
        counted.source_name,
        counted.load_key,
        counted.load_id
    from {{ ref('int_loads__counted') }} as counted
    left join history
        on true
    left join touched
        on
            counted.source_name = touched.source_name
            and counted.load_id = touched.load_id
    where history.table_name is null or touched.load_id is not null

),

-- one column that the raw table holds as it is picks the rows, so that no other row is read
events as (

    select * from {{ ref('int_events__unioned') }}
    where load_key in (select loads.load_key from loads)
    union all
    select * from {{ ref('int_events__unioned') }}
    where load_key is null

)

select
    events.source_name,
    events.load_id,
    events.seen_event_name as event_name,
    events.received_at,
    case
        when events.properties is null then '{}'
        when {{ is_json_object('events.properties') }} then events.properties
    end as payload,
    case when {{ is_json_object('events.extra') }} then events.extra end as extra
from events
where (events.source_name, events.load_id) in (
    select
        loads.source_name,
        loads.load_id
    from loads
)
