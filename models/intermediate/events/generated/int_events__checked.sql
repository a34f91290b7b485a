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
            when 'product_added'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ read_as(property('quantity'), 'integer') }} < 1
                            then 'minimum:quantity'
                    end
                )
            when 'product_removed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ read_as(property('quantity'), 'integer') }} < 1
                            then 'minimum:quantity'
                    end
                )
            when 'report_created'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
            when 'report_deleted'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
            when 'report_moved'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
            when 'report_restored'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
            when 'report_shared'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
            when 'report_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('report_id') }}), '') is null
                            then 'required:report_id'
                    end
                )
        end,
        ''
    ) as rejections,
    nullif(
        case event_name
            when 'member_role_changed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'order_completed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('order_id') }}), '') is null
                            then 'required:order_id'
                    end,
                    case
                        when
                            {{ property('total') }} is not null
                            and {{ read_as(property('total'), 'money') }} is null
                            then 'type:total'
                    end,
                    case
                        when
                            {{ read_as(property('total'), 'money') }} < 0
                            then 'minimum:total'
                    end,
                    case
                        when
                            {{ property('ordered_at') }} is not null
                            and {{ read_as(property('ordered_at'), 'timestamp') }} is null
                            then 'type:ordered_at'
                    end,
                    case
                        when
                            {{ property('products') }} not like '[%'
                            then 'type:products'
                    end
                )
            when 'organization_joined'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'product_added'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('product_id') }}), '') is null
                            then 'required:product_id'
                    end,
                    case
                        when
                            not {{ matches(property('product_id'), '^p-[0-9]{3}$') }}
                            then 'pattern:product_id'
                    end,
                    case
                        when
                            {{ property('price') }} is not null
                            and {{ read_as(property('price'), 'money') }} is null
                            then 'type:price'
                    end,
                    case
                        when
                            {{ property('quantity') }} is not null
                            and {{ read_as(property('quantity'), 'integer') }} is null
                            then 'type:quantity'
                    end
                )
            when 'product_removed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('product_id') }}), '') is null
                            then 'required:product_id'
                    end,
                    case
                        when
                            not {{ matches(property('product_id'), '^p-[0-9]{3}$') }}
                            then 'pattern:product_id'
                    end,
                    case
                        when
                            {{ property('quantity') }} is not null
                            and {{ read_as(property('quantity'), 'integer') }} is null
                            then 'type:quantity'
                    end
                )
            when 'report_created'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('layout', 'report_type') }} not in (
                                'chart',
                                'table',
                                'map'
                            )
                            then 'values:layout'
                    end
                )
            when 'report_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('duration_seconds') }} is not null
                            and {{ read_as(property('duration_seconds'), 'number') }} is null
                            then 'type:duration_seconds'
                    end,
                    case
                        when
                            {{ read_as(property('duration_seconds'), 'number') }} < 0
                            then 'minimum:duration_seconds'
                    end
                )
            when 'track_played'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ property('track_id') }}), '') is null
                            then 'required:track_id'
                    end,
                    case
                        when
                            {{ property('genre') }} not in (
                                'jazz',
                                'rock',
                                'pop',
                                'classical',
                                'electronic'
                            )
                            then 'values:genre'
                    end
                )
            when 'user_logged_in'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('method') }} not in (
                                'password',
                                'sso'
                            )
                            then 'values:method'
                    end
                )
            when 'user_signed_up'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ property('signup_source') }} not in (
                                'organic',
                                'invitation',
                                'advertisement'
                            )
                            then 'values:signup_source'
                    end
                )
        end,
        ''
    ) as violations
from events
