with

events as (

    select * from {{ ref('int_events__classified') }}

)

select
    source_name,
    event_id,
    event_id_basis,
    event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    occurred_at,
    occurred_at_basis,
    received_at,
    loaded_at,
    load_id,
    properties,
    violations
from events
where row_class = 'accepted'
