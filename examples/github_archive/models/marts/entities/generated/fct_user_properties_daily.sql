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
        {{ customer_data.days_between(
            'first_days.first_date', customer_data.local_date('as_of.as_of')
        ) }} as snapshot_date
    from first_days
    cross join as_of

),

daily_values as (

    select
        entity_id,
        max(
            case
                when property_key = 'user.number_of_own_open_issues'
                    then number_value
            end
        ) as number_of_own_open_issues,
        max(
            case
                when property_key = 'user.number_of_own_pushed_commits'
                    then number_value
            end
        ) as number_of_own_pushed_commits,
        max(
            case
                when property_key = 'user.main_repository_id'
                    then text_value
            end
        ) as main_repository_id,
        max(
            case
                when property_key = 'user.starred_repository_ids'
                    then text_value
            end
        ) as starred_repository_ids,
        snapshot_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'user.%'
    group by entity_id, snapshot_date

),

days_with_values as (

    select
        days.entity_id,
        days.snapshot_date,
        daily_values.number_of_own_open_issues,
        daily_values.number_of_own_pushed_commits,
        daily_values.main_repository_id,
        daily_values.starred_repository_ids
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as person_id,
    snapshot_date,
    cast(coalesce(number_of_own_open_issues, 0) as bigint) as number_of_own_open_issues,
    cast(coalesce(number_of_own_pushed_commits, 0) as bigint) as number_of_own_pushed_commits,
    main_repository_id,
    starred_repository_ids
from days_with_values
