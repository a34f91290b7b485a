-- plan/funnels: how far each entry comes, one pass for each step of the longest
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

funnels as (

    select * from {{ ref('plan_funnels') }}

),

step_1 as (

    select
        followed.funnel_name,
        followed.entity_id,
        followed.match_value,
        followed.source_name as entry_source_name,
        followed.event_id as entry_event_id,
        followed.occurred_at + funnels.within_seconds * interval '1 second' as window_ends_at,
        followed.step_number,
        followed.event_name,
        followed.source_name,
        followed.event_id,
        followed.occurred_at as reached_at,
        followed.next_source_name,
        followed.next_event_id,
        followed.next_at
    from followed
    inner join funnels
        on followed.funnel_name = funnels.funnel_name
    where followed.step_number = 1

),

<% for number in range(2, most_steps + 1) %>
step_<<number>> as (

    select
        earlier.funnel_name,
        earlier.entity_id,
        earlier.match_value,
        earlier.entry_source_name,
        earlier.entry_event_id,
        earlier.window_ends_at,
        followed.step_number,
        followed.event_name,
        followed.source_name,
        followed.event_id,
        followed.occurred_at as reached_at,
        followed.next_source_name,
        followed.next_event_id,
        followed.next_at
    from step_<<number - 1>> as earlier
    inner join followed
        on
            earlier.funnel_name = followed.funnel_name
            and earlier.next_source_name = followed.source_name
            and earlier.next_event_id = followed.event_id
    where followed.step_number = <<number>> and earlier.next_at <= earlier.window_ends_at

)<<"," if not loop.last>>

<% endfor %>
<% for number in range(1, most_steps + 1) %>
select
    funnel_name,
    entity_id,
    match_value,
    entry_source_name,
    entry_event_id,
    window_ends_at,
    step_number,
    event_name,
    source_name,
    event_id,
    reached_at
from step_<<number>>
<% if not loop.last %>
union all
<% endif %>
<% endfor %>
