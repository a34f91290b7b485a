{{ config(materialized='table') }}

with

starts as (

    select * from {{ ref('int_retention__started') }}

),

questions as (

    select * from {{ ref('plan_retention') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

days as (

    select
        starts.retention_name,
        {{ days_between(
            'min(starts.started_on)',
            'greatest(max(starts.started_on), ' ~ local_date('max(as_of.as_of)') ~ ')'
        ) }} as day
    from starts
    cross join as_of
    group by starts.retention_name

),

days_with_periods as (

    select
        days.retention_name,
        days.day,
        questions.period,
        cast(date_trunc(questions.period, days.day) as date) as period_starts_on
    from days
    inner join questions
        on days.retention_name = questions.retention_name

)

select
    retention_name,
    day,
    period_starts_on,
    cast(
        case period
            when 'day' then {{ dbt.dateadd('day', 1, 'period_starts_on') }}
            when 'week' then {{ dbt.dateadd('day', 7, 'period_starts_on') }}
            when 'month' then {{ dbt.dateadd('month', 1, 'period_starts_on') }}
        end as date
    ) as next_period_starts_on,
    cast(
        dense_rank() over (partition by retention_name order by period_starts_on) as bigint
    ) as period_position
from days_with_periods
