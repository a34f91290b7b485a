with

entries as (

    select
        funnel_name,
        entered_on,
        cast(count(*) as bigint) as number_of_entries,
        cast(count(case when is_decided then 1 end) as bigint) as number_decided,
        cast(count(case when status = 'censored' then 1 end) as bigint) as number_censored
    from {{ ref('fct_funnel_entries') }}
    group by funnel_name, entered_on

),

-- early successes of whoever still has time would make the rate too good
steps as (

    select
        funnel_name,
        entered_on,
        step_number,
        cast(count(case when is_decided then 1 end) as bigint) as number_reached
    from {{ ref('fct_funnel_steps') }}
    group by funnel_name, entered_on, step_number

),

step_numbers as (

    select distinct
        funnel_name,
        step_number
    from steps

)

select
    entries.funnel_name,
    entries.entered_on,
    step_numbers.step_number,
    entries.number_of_entries,
    entries.number_of_entries - entries.number_decided - entries.number_censored
        as number_undecided,
    entries.number_censored,
    entries.number_decided,
    coalesce(steps.number_reached, 0) as number_reached
from entries
inner join step_numbers
    on entries.funnel_name = step_numbers.funnel_name
left join steps
    on
        entries.funnel_name = steps.funnel_name
        and entries.entered_on = steps.entered_on
        and step_numbers.step_number = steps.step_number
