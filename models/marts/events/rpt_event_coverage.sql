with

planned_events as (

    select event_name from {{ ref('plan_events') }}

),

planned_names as (

    select
        seen_name,
        event_name
    from {{ ref('plan_event_names') }}

),

events as (

    select
        event_name,
        occurred_at,
        row_class
    from {{ ref('int_events__classified') }}
    where row_class in ('accepted', 'quarantined') and event_name is not null

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

daily_counts as (

    select
        events.event_name,
        {{ local_date('events.occurred_at') }} as event_date,
        count(*) as number_of_events
    from events
    group by events.event_name, {{ local_date('events.occurred_at') }}

),

seen_events as (

    select
        event_name,
        sum(case when row_class = 'accepted' then 1 else 0 end) as number_of_events,
        sum(case when row_class = 'quarantined' then 1 else 0 end)
            as number_of_quarantined_events,
        min(occurred_at) as first_seen_at,
        max(occurred_at) as last_seen_at
    from events
    group by event_name

),

-- a day without the event has no row, so more than 14 rows of 28 make a median above zero
recent_days as (

    select
        daily_counts.event_name,
        sum(case when daily_counts.event_date <= {{ days_before_as_of(7) }} then 1 else 0 end)
            as earlier_days_seen,
        sum(case when daily_counts.event_date > {{ days_before_as_of(7) }} then 1 else 0 end)
            as last_days_seen
    from daily_counts
    cross join as_of
    where daily_counts.event_date > {{ days_before_as_of(35) }}
    group by daily_counts.event_name

),

near_misses as (

    select
        seen_events.event_name,
        planned_names.event_name as nearest_planned_name,
        row_number() over (
            partition by seen_events.event_name
            order by
                {{ edit_distance(
                    comparable_name('seen_events.event_name'),
                    comparable_name('planned_names.seen_name')
                ) }},
                planned_names.event_name,
                planned_names.seen_name
        ) as nearness,
        {{ edit_distance(
            comparable_name('seen_events.event_name'),
            comparable_name('planned_names.seen_name')
        ) }} as distance
    from seen_events
    left join planned_events
        on seen_events.event_name = planned_events.event_name
    cross join planned_names
    where planned_events.event_name is null and length(seen_events.event_name) <= 100

)

select
    coalesce(planned_events.event_name, seen_events.event_name) as event_name,
    near_misses.nearest_planned_name,
    case
        when planned_events.event_name is null and near_misses.event_name is not null
            then 'near_miss'
        when planned_events.event_name is null then 'unplanned'
        when seen_events.event_name is null then 'never_seen'
        when recent_days.earlier_days_seen > 14 and recent_days.last_days_seen = 0 then 'stopped'
        else 'seen'
    end as status,
    cast(coalesce(seen_events.number_of_events, 0) as bigint) as number_of_events,
    cast(coalesce(seen_events.number_of_quarantined_events, 0) as bigint)
        as number_of_quarantined_events,
    seen_events.first_seen_at,
    seen_events.last_seen_at
from planned_events
full outer join seen_events
    on planned_events.event_name = seen_events.event_name
left join recent_days
    on seen_events.event_name = recent_days.event_name
left join near_misses
    on
        seen_events.event_name = near_misses.event_name
        and near_misses.nearness = 1
        and near_misses.distance <= 2
