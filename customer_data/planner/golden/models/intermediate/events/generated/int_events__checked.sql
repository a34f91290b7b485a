-- plan/events: the rules of every event
with

events as (

    select * from {{ ref('int_events__named') }}

)

select
    source_name,
    event_id,
    event_id_basis,
    seen_event_name,
    event_name,
    is_planned,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    occurred_at,
    occurred_at_basis,
    original_at,
    sent_at,
    received_at,
    loaded_at,
    load_id,
    properties,
    content_digest,
    lost_columns,
    unreadable_reason,
    raw,
    nullif(
        case event_name
            when 'thing_added'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('thing_id') }}), '') is null
                            then 'required:thing_id'
                    end
                )
        end,
        ''
    ) as rejections,
    nullif(
        case event_name
            when 'thing_added'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('thing_id') }} is not null
                            and {{ customer_data.read_as(customer_data.property('thing_id'), 'integer') }} is null
                            then 'type:thing_id'
                    end,
                    case
                        when
                            {{ customer_data.property('colors', 'colours') }} not like '[%'
                            then 'type:colors'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('owner_email') }}), '') is null
                            then 'required:owner_email'
                    end,
                    case
                        when
                            not {{ customer_data.matches(customer_data.property('app_version'), '^[0-9]+[.][0-9]+$') }}
                            and occurred_at >= cast('2026-02-01' as timestamp)
                            and occurred_at < cast('2026-03-01' as timestamp)
                            then 'pattern:app_version'
                    end
                )
            when 'thing_removed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('thing_id') }} is not null
                            and {{ customer_data.read_as(customer_data.property('thing_id'), 'integer') }} is null
                            then 'type:thing_id'
                    end,
                    case
                        when
                            not {{ customer_data.matches(customer_data.property('app_version'), '^[0-9]+[.][0-9]+$') }}
                            and occurred_at >= cast('2026-02-01' as timestamp)
                            and occurred_at < cast('2026-03-01' as timestamp)
                            then 'pattern:app_version'
                    end
                )
        end,
        ''
    ) as violations
from events
