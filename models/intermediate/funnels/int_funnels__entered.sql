{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_funnels__touched'), ['funnel_name', 'entity_id', 'match_value']
    ) }}",
) }}

with

followed as (

    select * from {{ ref('int_funnels__followed') }}
    where
        step_number = 1
        {%- if is_incremental() %}
            and (funnel_name, entity_id, match_value) in (
                select
                    touched.funnel_name,
                    touched.entity_id,
                    touched.match_value
                from {{ ref('int_funnels__touched') }} as touched
            )
        {%- endif %}

),

reached as (

    select * from {{ ref('int_funnels__reached') }}
    {%- if is_incremental() %}
        where (funnel_name, entry_source_name, entry_event_id) in (
            select
                followed.funnel_name,
                followed.source_name,
                followed.event_id
            from followed
        )
    {%- endif %}

),

funnels as (

    select * from {{ ref('plan_funnels') }}

),

ways as (

    select
        reached.funnel_name,
        reached.entry_source_name,
        reached.entry_event_id,
        max(reached.window_ends_at) as window_ends_at,
        max(reached.step_number) as steps_reached,
        max(case when reached.step_number = funnels.number_of_steps then reached.reached_at end)
            as completed_at
    from reached
    inner join funnels
        on reached.funnel_name = funnels.funnel_name
    group by reached.funnel_name, reached.entry_source_name, reached.entry_event_id

),

first_steps as (

    select
        followed.*,
        funnels.entity_type,
        funnels.lateness_seconds,
        funnels.repetition,
        ways.window_ends_at,
        ways.steps_reached,
        ways.completed_at,
        row_number() over subject as entry_number,
        lead(followed.occurred_at) over subject as entered_again_at
    from followed
    inner join funnels
        on followed.funnel_name = funnels.funnel_name
    inner join ways
        on
            followed.funnel_name = ways.funnel_name
            and followed.source_name = ways.entry_source_name
            and followed.event_id = ways.entry_event_id
    window
        subject as (
            partition by followed.funnel_name, followed.entity_id, followed.match_value
            order by
                followed.occurred_at,
                followed.received_at,
                followed.event_id,
                followed.source_name
        )

)

select
    funnel_name,
    entity_type,
    entity_id,
    match_value,
    organization_id,
    source_name,
    event_id,
    occurred_at as entered_at,
    window_ends_at,
    window_ends_at + lateness_seconds * interval '1 second' as decided_at,
    steps_reached,
    completed_at
from first_steps
where
    repetition = 'each'
    or (repetition = 'first' and entry_number = 1)
    -- the clock starts anew while the window is open and nothing came of it
    or (
        repetition = 'restart'
        and (
            entered_again_at is null
            or entered_again_at > window_ends_at
            or entered_again_at >= completed_at
        )
    )
