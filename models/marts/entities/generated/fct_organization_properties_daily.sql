-- plan/properties: what organizations were like at the end of each day
with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

organizations as (

    select
        entity_id,
        first_known_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),

days as (

    select
        organizations.entity_id,
        {{ days_between(
            local_date('least(organizations.first_known_at, as_of.as_of)'),
            local_date('as_of.as_of')
        ) }} as snapshot_date
    from organizations
    cross join as_of

),

daily_values as (

    select
        entity_id,
        max(
            case when property_key = 'organization.number_of_users' then number_value end
        ) as number_of_users,
        max(
            case
                when property_key = 'organization.number_of_reports'
                    then number_value
            end
        ) as number_of_reports,
        max(
            case
                when property_key = 'organization.preferred_layout'
                    then text_value
            end
        ) as preferred_layout,
        max(
            case
                when property_key = 'organization.last_report_created_at'
                    then text_value
            end
        ) as last_report_created_at,
        max(
            case
                when property_key = 'organization.number_of_active_users_30_days'
                    then number_value
            end
        ) as number_of_active_users_30_days,
        snapshot_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'organization.%'
    group by entity_id, snapshot_date

),

days_with_values as (

    select
        days.entity_id,
        days.snapshot_date,
        daily_values.number_of_users,
        daily_values.number_of_reports,
        daily_values.preferred_layout,
        daily_values.last_report_created_at,
        daily_values.number_of_active_users_30_days
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as organization_id,
    snapshot_date,
    cast(coalesce(number_of_users, 0) as bigint) as number_of_users,
    cast(coalesce(number_of_reports, 0) as bigint) as number_of_reports,
    preferred_layout,
    {{ read_as('last_report_created_at', 'timestamp') }} as last_report_created_at,
    cast(coalesce(number_of_active_users_30_days, 0) as bigint) as number_of_active_users_30_days
from days_with_values
