with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

events as (

    select occurred_at from {{ ref('fct_events') }}

),

entities as (

    select first_known_at from {{ ref('int_entities__observed') }}

),

first_moments as (

    select min(occurred_at) as first_at
    from events
    union all
    select min(first_known_at) as first_at
    from entities

),

-- without anything but the moment of the build, that is the only day
first_moment as (

    select min(first_at) as first_at from first_moments

),

days as (

    select
        {{ days_between(
            local_date('least(first_moment.first_at, as_of.as_of)'), local_date('as_of.as_of')
        ) }} as calendar_date
    from as_of
    cross join first_moment

)

select calendar_date from days
