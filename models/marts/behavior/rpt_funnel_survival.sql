with

entries as (

    select * from {{ ref('fct_funnel_entries') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- how long each entry was watched, and what ended that
watched as (

    select
        entries.funnel_name,
        entries.status,
        entries.entered_at,
        coalesce(
            entries.happened_at,
            entries.censored_at,
            least(entries.window_ends_at, greatest(entries.entered_at, as_of.as_of))
        ) as watched_until
    from entries
    cross join as_of

),

watched_times as (

    select
        funnel_name,
        status,
        {{ epoch_microseconds('watched_until') }} - {{ epoch_microseconds('entered_at') }}
            as elapsed_microseconds
    from watched

),

moments as (

    select
        funnel_name,
        elapsed_microseconds,
        count(case when status = 'happened' then 1 end) as number_happened,
        count(case when status <> 'happened' then 1 end) as number_lost,
        sum(count(*)) over (
            partition by funnel_name
            order by elapsed_microseconds desc
            rows between unbounded preceding and current row
        ) as number_at_risk
    from watched_times
    group by funnel_name, elapsed_microseconds

),

-- Kaplan and Meier: the product of the shares of those at risk to whom it did not happen
survival as (

    select
        *,
        max(case when number_happened = number_at_risk then 1 else 0 end) over (
            partition by funnel_name
            order by elapsed_microseconds
            rows between unbounded preceding and current row
        ) as is_zero,
        sum(
            case
                when number_happened < number_at_risk
                    then ln(1 - cast(number_happened as double precision) / number_at_risk)
                else 0
            end
        ) over (
            partition by funnel_name
            order by elapsed_microseconds
            rows between unbounded preceding and current row
        ) as log_survival
    from moments

)

select
    funnel_name,
    cast(
        cast(elapsed_microseconds as numeric(24, 6)) * cast(0.000001 as numeric(7, 6))
        as numeric(18, 6)
    ) as elapsed_seconds,
    cast(number_at_risk as bigint) as number_at_risk,
    cast(number_happened as bigint) as number_happened,
    cast(number_lost as bigint) as number_lost,
    cast(case when is_zero = 1 then 0 else exp(log_survival) end as numeric(10, 9))
        as share_without
from survival
