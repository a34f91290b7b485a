with

entries as (

    select * from {{ ref('fct_funnel_entries') }}

),

reached as (

    select * from {{ ref('int_funnels__reached') }}

)

select
    entries.funnel_entry_id,
    entries.funnel_name,
    entries.entity_type,
    entries.entity_id,
    cast(reached.step_number as bigint) as step_number,
    reached.event_name,
    reached.source_name,
    reached.event_id,
    reached.reached_at,
    entries.entered_on,
    entries.is_decided
from reached
inner join entries
    on
        reached.funnel_name = entries.funnel_name
        and reached.entry_source_name = entries.source_name
        and reached.entry_event_id = entries.event_id
-- what whoever is gone is said to have done later does not count
where entries.censored_at is null or reached.reached_at <= entries.censored_at
