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
        {{ customer_data.days_between(
            customer_data.local_date('least(organizations.first_known_at, as_of.as_of)'),
            customer_data.local_date('as_of.as_of')
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
                when property_key = 'organization.number_of_events'
                    then number_value
            end
        ) as number_of_events,
        max(
            case
                when property_key = 'organization.credit'
                    then number_value
            end
        ) as credit,
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
        daily_values.number_of_events,
        daily_values.credit
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as organization_id,
    snapshot_date,
    cast(null as bigint) as number_of_users,
    cast(number_of_events as bigint) as number_of_events,
    cast(credit as numeric(18, 4)) as credit
from days_with_values
