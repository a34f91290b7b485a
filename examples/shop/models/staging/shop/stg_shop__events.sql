with

clicks as (

    select * from {{ ref('base_shop__clicks') }}

)

select
    'shop' as source_name,
    -- none has one, so the engine makes one of the content
    cast(null as varchar) as event_id,
    event as event_name,
    'track' as event_type,
    user_id,
    cast(null as varchar) as anonymous_id,
    cast(null as varchar) as organization_id,
    session_id as vendor_session_id,
    clicked_at as original_at,
    cast(null as timestamp) as sent_at,
    -- nothing says when it was collected
    clicked_at as received_at,
    cast(null as timestamp) as loaded_at,
    cast(null as varchar) as load_key,
    cast(null as timestamp) as vendor_occurred_at,
    cast(json_object('platform', platform) as varchar) as properties,
    cast(null as varchar) as context,
    cast(null as varchar) as consent,
    cast(null as varchar) as extra,
    case when clicked_at is null then 'original_timestamp' end as lost_columns,
    raw
from clicks
