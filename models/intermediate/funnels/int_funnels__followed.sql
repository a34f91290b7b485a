{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_funnels__touched'), ['funnel_name', 'entity_id', 'match_value']
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_funnels__recorded') }}
    {%- if is_incremental() %}
        where (funnel_name, entity_id, match_value) in (
            select
                touched.funnel_name,
                touched.entity_id,
                touched.match_value
            from {{ ref('int_funnels__touched') }} as touched
        )
    {%- endif %}

),

-- an event as a step, and as what may follow on the step before
events_in_roles as (

    select
        *,
        step_number as from_step_number,
        1 as is_step
    from events
    union all
    select
        *,
        step_number - 1 as from_step_number,
        0 as is_step
    from events
    where step_number > 1

),

-- what happens at the same moment does not follow
events_counted as (

    select
        *,
        sum(1 - is_step) over (
            partition by funnel_name, entity_id, match_value, from_step_number
            order by occurred_at, is_step
            rows between unbounded preceding and current row
        ) as followers_before
    from events_in_roles

),

followers as (

    select
        *,
        row_number() over (
            partition by funnel_name, entity_id, match_value, step_number
            order by occurred_at, received_at, event_id, source_name
        ) as follower_number
    from events
    where step_number > 1

)

select
    events_counted.funnel_name,
    events_counted.step_number,
    events_counted.entity_id,
    events_counted.match_value,
    events_counted.organization_id,
    events_counted.event_name,
    events_counted.source_name,
    events_counted.event_id,
    events_counted.occurred_at,
    events_counted.received_at,
    followers.source_name as next_source_name,
    followers.event_id as next_event_id,
    followers.occurred_at as next_at
from events_counted
left join followers
    on
        events_counted.funnel_name = followers.funnel_name
        and events_counted.entity_id = followers.entity_id
        and events_counted.match_value = followers.match_value
        and events_counted.step_number + 1 = followers.step_number
        and events_counted.followers_before + 1 = followers.follower_number
where events_counted.is_step = 1
