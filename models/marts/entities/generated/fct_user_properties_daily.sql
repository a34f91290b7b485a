-- plan/properties: what users were like at the end of each day
with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

first_days as (

    select
        entity_id,
        min(snapshot_date) as first_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'user.%'
    group by entity_id

),

days as (

    select
        first_days.entity_id,
        {{ days_between(
            'first_days.first_date', local_date('as_of.as_of')
        ) }} as snapshot_date
    from first_days
    cross join as_of

),

daily_values as (

    select
        entity_id,
        max(
            case
                when property_key = 'user.number_of_reports'
                    then number_value
            end
        ) as number_of_reports,
        max(
            case
                when property_key = 'user.preferred_report_type'
                    then text_value
            end
        ) as preferred_report_type,
        max(
            case
                when property_key = 'user.number_of_products_added'
                    then number_value
            end
        ) as number_of_products_added,
        max(
            case
                when property_key = 'user.total_spent'
                    then number_value
            end
        ) as total_spent,
        max(
            case
                when property_key = 'user.number_of_orders_30_days'
                    then number_value
            end
        ) as number_of_orders_30_days,
        max(
            case
                when property_key = 'user.number_of_jazz_tracks'
                    then number_value
            end
        ) as number_of_jazz_tracks,
        max(
            case
                when property_key = 'user.preferred_genre'
                    then text_value
            end
        ) as preferred_genre,
        max(
            case
                when property_key = 'user.artists'
                    then text_value
            end
        ) as artists,
        max(
            case
                when property_key = 'user.first_report_created_at'
                    then text_value
            end
        ) as first_report_created_at,
        snapshot_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'user.%'
    group by entity_id, snapshot_date

),

days_with_values as (

    select
        days.entity_id,
        days.snapshot_date,
        daily_values.number_of_reports,
        daily_values.preferred_report_type,
        daily_values.number_of_products_added,
        daily_values.total_spent,
        daily_values.number_of_orders_30_days,
        daily_values.number_of_jazz_tracks,
        daily_values.preferred_genre,
        daily_values.artists,
        daily_values.first_report_created_at
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as person_id,
    snapshot_date,
    cast(coalesce(number_of_reports, 0) as bigint) as number_of_reports,
    preferred_report_type,
    cast(coalesce(number_of_products_added, 0) as bigint) as number_of_products_added,
    cast(coalesce(total_spent, 0) as numeric(18, 4)) as total_spent,
    cast(coalesce(number_of_orders_30_days, 0) as bigint) as number_of_orders_30_days,
    cast(coalesce(number_of_jazz_tracks, 0) as bigint) as number_of_jazz_tracks,
    preferred_genre,
    artists,
    {{ read_as('first_report_created_at', 'timestamp') }} as first_report_created_at
from days_with_values
