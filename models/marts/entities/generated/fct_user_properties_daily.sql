-- plan/properties: what users were like at the end of each day
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ customer_data.delete_listed(
            ref('int_entities__rebuilt'), ['person_id'], ['entity_id']
        ) }}",
        "{{ customer_data.delete_days(ref('int_days__rebuilt')) }}",
    ],
) }}

with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

days_rebuilt as (

    select first_date from {{ ref('int_days__rebuilt') }}

),

first_days as (

    select
        entity_id,
        min({{ local_date('valid_from') }}) as first_date
    from {{ ref('int_properties__effective') }}
    where property_key like 'user.%'
    group by entity_id

),

-- whoever is not rebuilt gets the days that are
days_to_build as (

    select
        first_days.entity_id,
        case
            when rebuilt.entity_id is null
                then greatest(first_days.first_date, days_rebuilt.first_date)
            else first_days.first_date
        end as first_date
    from first_days
    cross join days_rebuilt
    left join rebuilt
        on first_days.entity_id = rebuilt.entity_id

),

days as (

    select
        days_to_build.entity_id,
        {{ days_between(
            'days_to_build.first_date', local_date('as_of.as_of')
        ) }} as snapshot_date
    from days_to_build
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
