with

events as (

    select * from {{ ref('int_events__classified') }}

)

select
    source_name,
    event_id,
    copy_number,
    load_id,
    row_class as superseded_as,
    raw,
    received_at,
    loaded_at
from events
where row_class in ('duplicate', 'conflict')
