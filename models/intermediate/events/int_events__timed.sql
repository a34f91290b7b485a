with

events as (

    select * from {{ ref('int_events__arrived') }}

),

events_with_claimed_time as (

    select
        *,
        case
            when vendor_occurred_at is not null then vendor_occurred_at
            -- the time between happening and sending is right even on a wrong clock
            when sent_at >= original_at then received_at - (sent_at - original_at)
            when original_at is not null then least(original_at, received_at)
            else received_at
        end as claimed_at,
        case
            when vendor_occurred_at is not null then 'vendor'
            when sent_at >= original_at then 'corrected'
            when original_at > received_at then 'capped'
            when original_at is not null then 'original'
            else 'received'
        end as claimed_at_basis
    from events

),

events_with_guard as (

    select
        *,
        claimed_at > received_at + interval '5' minute
        or claimed_at < cast('{{ var("min_valid_date") }}' as {{ dbt.type_timestamp() }})
            as is_impossible
    from events_with_claimed_time

)

select
    source_name,
    event_id,
    event_id_basis,
    seen_event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    case when is_impossible then received_at else claimed_at end as occurred_at,
    case when is_impossible then 'guarded' else claimed_at_basis end as occurred_at_basis,
    original_at,
    sent_at,
    received_at,
    loaded_at,
    load_id,
    properties,
    content_digest,
    lost_columns,
    raw
from events_with_guard
