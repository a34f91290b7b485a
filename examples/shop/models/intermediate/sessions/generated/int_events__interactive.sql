-- plan/sessions.yml: the events that show somebody at a device
{% set names_nobody = '^([0-]*|-1|null|none|anonymous|undefined|empty)$' %}
with

events as (

    select
        source_name,
        event_id,
        event_name,
        occurred_at,
        received_at,
        case when not {{ customer_data.matches('lower(user_id)', names_nobody) }} then user_id end
            as user_id,
        case when not {{ customer_data.matches('lower(anonymous_id)', names_nobody) }} then anonymous_id end
            as anonymous_id
    from {{ ref('int_events__accepted') }}
    where
        event_type <> 'system'

)

select
    source_name,
    event_id,
    event_name,
    occurred_at,
    received_at,
    -- without a device, the user stands for it
    coalesce('anonymous_id:' || anonymous_id, 'user_id:' || user_id) as device_key
from events
where anonymous_id is not null or user_id is not null
