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
    cast(null as {{ dbt.type_string() }}) as rejections,
    nullif(
        case event_name
            when 'account_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'cart_product_added'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'cart_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'catalog_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'checkout_bug_met'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'error_page_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'home_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'payment_details_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'product_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'products_compared'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'products_searched'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'promo_page_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'purchase_completed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'results_filtered'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'reviews_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'shipping_details_viewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'support_chat_opened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
            when 'wishlist_product_added'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('platform') }}), '') is null
                            then 'required:platform'
                    end,
                    case
                        when
                            {{ customer_data.property('platform') }} not in (
                                'desktop',
                                'mobile',
                                'tablet'
                            )
                            then 'values:platform'
                    end
                )
        end,
        ''
    ) as violations
from events
