-- plan/retention: the events that start a cohort, and those that are a return
with

any_event as (

    select * from {{ ref('fct_events') }}

)

select
    'weekly_activity' as retention_name,
    'start' as role,
    person_id as entity_id,
    source_name,
    event_id,
    occurred_at
from any_event
where person_id is not null
union all
select
    'weekly_activity' as retention_name,
    'return' as role,
    person_id as entity_id,
    source_name,
    event_id,
    occurred_at
from any_event
where person_id is not null
