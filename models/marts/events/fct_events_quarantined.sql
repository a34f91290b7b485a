with

events as (

    select * from {{ ref('int_events__classified') }}

)

select
    source_name,
    event_id,
    copy_number,
    seen_event_name as event_name,
    rejection_reason,
    raw,
    received_at,
    loaded_at,
    load_id
from events
where row_class = 'quarantined'
