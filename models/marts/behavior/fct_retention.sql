with

starts as (

    select * from {{ ref('int_retention__started') }}

),

returns as (

    select * from {{ ref('int_retention__returned') }}

),

days as (

    select * from {{ ref('int_retention__periods') }}

),

questions as (

    select * from {{ ref('plan_retention') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

periods as (

    select distinct
        retention_name,
        period_starts_on,
        next_period_starts_on,
        period_position
    from days

),

members as (

    select
        starts.retention_name,
        starts.entity_id,
        days.period_starts_on as cohort_starts_on,
        days.period_position as cohort_position
    from starts
    inner join days
        on
            starts.retention_name = days.retention_name
            and starts.started_on = days.day

),

cohorts as (

    select
        retention_name,
        cohort_starts_on,
        cohort_position,
        count(*) as number_in_cohort
    from members
    group by retention_name, cohort_starts_on, cohort_position

),

returns_by_period as (

    select
        members.retention_name,
        members.cohort_position,
        days.period_position,
        count(distinct members.entity_id) as number_returned
    from returns
    inner join members
        on
            returns.retention_name = members.retention_name
            and returns.entity_id = members.entity_id
    inner join days
        on
            returns.retention_name = days.retention_name
            and returns.returned_on = days.day
    group by members.retention_name, members.cohort_position, days.period_position

)

select
    cohorts.retention_name,
    questions.entity_type,
    questions.period,
    cohorts.cohort_starts_on,
    periods.period_position - cohorts.cohort_position as period_number,
    periods.period_starts_on,
    {{ local_date('as_of.as_of') }} >= periods.next_period_starts_on as is_over,
    cast(cohorts.number_in_cohort as bigint) as number_in_cohort,
    cast(coalesce(returns_by_period.number_returned, 0) as bigint) as number_returned
from cohorts
cross join as_of
inner join questions
    on cohorts.retention_name = questions.retention_name
inner join periods
    on
        cohorts.retention_name = periods.retention_name
        and cohorts.cohort_position <= periods.period_position
        and cohorts.cohort_position + questions.number_of_periods >= periods.period_position
left join returns_by_period
    on
        cohorts.retention_name = returns_by_period.retention_name
        and cohorts.cohort_position = returns_by_period.cohort_position
        and periods.period_position = returns_by_period.period_position
