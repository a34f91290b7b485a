with

changed_loads as (

    select
        source_name,
        load_key,
        load_id
    from {{ ref('int_loads__changed') }}

),

touched as (

    select
        source_name,
        event_id
    from {{ ref('int_events__touched') }}

),

-- one column that the raw table holds as it is picks the rows, so that no other row is read
events_of_keyed_loads as (

    select * from {{ ref('int_events__unioned') }}
    where load_key in (select changed_loads.load_key from changed_loads)

),

events_without_load_key as (

    select * from {{ ref('int_events__unioned') }}
    where load_key is null

),

copies_by_id as (

    select * from {{ ref('int_events__unioned') }}
    where given_event_id in (select touched.event_id from touched)

),

copies_by_content as (

    select * from {{ ref('int_events__unioned') }}
    where
        event_id_basis = 'synthetic'
        and event_id in (select touched.event_id from touched)

),

events_of_changed_loads as (

    select * from events_of_keyed_loads
    union all
    select * from events_without_load_key

),

copies as (

    select * from copies_by_id
    union all
    select * from copies_by_content

)

select events_of_changed_loads.*
from events_of_changed_loads
where (source_name, load_id) in (
    select
        changed_loads.source_name,
        changed_loads.load_id
    from changed_loads
)
union all
-- the other copies of the same events, however long ago they came
select copies.*
from copies
where
    (source_name, event_id) in (
        select
            touched.source_name,
            touched.event_id
        from touched
    )
    and (source_name, load_id) not in (
        select
            changed_loads.source_name,
            changed_loads.load_id
        from changed_loads
    )
