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
events_of_changed_loads as (

    select * from {{ ref('int_events__unioned') }}
    where load_key in (select changed_loads.load_key from changed_loads)
    union all
    select * from {{ ref('int_events__unioned') }}
    where load_key is null

),

copies as (

    select * from {{ ref('int_events__unioned') }}
    where given_event_id in (select touched.event_id from touched)
    union all
    select * from {{ ref('int_events__unioned') }}
    where
        event_id_basis = 'synthetic'
        and event_id in (select touched.event_id from touched)

),

events as (

    select events_of_changed_loads.*
    from events_of_changed_loads
    where (events_of_changed_loads.source_name, events_of_changed_loads.load_id) in (
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
        (copies.source_name, copies.event_id) in (
            select
                touched.source_name,
                touched.event_id
            from touched
        )
        and (copies.source_name, copies.load_id) not in (
            select
                changed_loads.source_name,
                changed_loads.load_id
            from changed_loads
        )

)

select
    source_name,
    given_event_id,
    event_id,
    event_id_basis,
    seen_event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    original_at,
    sent_at,
    received_at,
    loaded_at,
    vendor_occurred_at,
    properties,
    load_key,
    load_id,
    content_digest,
    lost_columns,
    raw
from events
