-- plan/retention: the events that start a cohort, and those that are a return
with

report_created as (

    select * from {{ ref('fct_report_created') }}

),

report_viewed as (

    select * from {{ ref('fct_report_viewed') }}

),

user_signed_up as (

    select * from {{ ref('fct_user_signed_up') }}

),

any_event as (

    select * from {{ ref('fct_events') }}

)

select
    'monthly_reporting' as retention_name,
    'start' as role,
    organization_id as entity_id,
    source_name,
    event_id,
    occurred_at
from report_created
where organization_id is not null
union all
select
    'monthly_reporting' as retention_name,
    'return' as role,
    organization_id as entity_id,
    source_name,
    event_id,
    occurred_at
from report_viewed
where organization_id is not null
union all
select
    'weekly_use' as retention_name,
    'start' as role,
    person_id as entity_id,
    source_name,
    event_id,
    occurred_at
from user_signed_up
where person_id is not null
union all
select
    'weekly_use' as retention_name,
    'return' as role,
    person_id as entity_id,
    source_name,
    event_id,
    occurred_at
from any_event
where person_id is not null
