-- plan/properties: what organizations were like at the end of each day
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ customer_data.delete_listed(
            ref('int_entities__rebuilt'), ['organization_id'], ['entity_id']
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
        observed.entity_id,
        {{ customer_data.local_date('least(observed.first_known_at, as_of.as_of)') }} as first_date
    from {{ ref('int_entities__observed') }} as observed
    cross join as_of
    where observed.entity_type = 'organization'

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
        {{ customer_data.days_between(
            'days_to_build.first_date', customer_data.local_date('as_of.as_of')
        ) }} as snapshot_date
    from days_to_build
    cross join as_of

),

daily_values as (

    select
        entity_id,
        max(
            case when property_key = 'organization.number_of_users' then number_value end
        ) as number_of_users,
        snapshot_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'organization.%'
    group by entity_id, snapshot_date

),

days_with_values as (

    select
        days.entity_id,
        days.snapshot_date,
        daily_values.number_of_users
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as organization_id,
    snapshot_date,
    cast(null as bigint) as number_of_users
from days_with_values
