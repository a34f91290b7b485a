-- plan/funnels: the events that are a step of one
with

issue_opened as (

    select * from {{ ref('fct_issue_opened') }}

),

issue_commented as (

    select * from {{ ref('fct_issue_commented') }}

),

repository_starred as (

    select * from {{ ref('fct_repository_starred') }}

),

repository_forked as (

    select * from {{ ref('fct_repository_forked') }}

)

select
    'opened_and_commented' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    issue_id as match_value,
    organization_id,
    'issue_opened' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from issue_opened
where
    person_id is not null
    and issue_id is not null
union all
select
    'opened_and_commented' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    issue_id as match_value,
    organization_id,
    'issue_commented' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from issue_commented
where
    person_id is not null
    and issue_id is not null
union all
select
    'starred_then_forked' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    repository_id as match_value,
    organization_id,
    'repository_starred' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from repository_starred
where
    person_id is not null
    and repository_id is not null
union all
select
    'starred_then_forked' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    repository_id as match_value,
    organization_id,
    'repository_forked' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from repository_forked
where
    person_id is not null
    and repository_id is not null
