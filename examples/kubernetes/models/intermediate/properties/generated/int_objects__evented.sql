-- plan/properties: the events that create, delete, restore or move what is counted
with

issue_opened as (

    select * from {{ ref('fct_issue_opened') }}

),

issue_closed as (

    select * from {{ ref('fct_issue_closed') }}

),

issue_reopened as (

    select * from {{ ref('fct_issue_reopened') }}

),

pull_request_opened as (

    select * from {{ ref('fct_pull_request_opened') }}

),

pull_request_closed as (

    select * from {{ ref('fct_pull_request_closed') }}

),

pull_request_reopened as (

    select * from {{ ref('fct_pull_request_reopened') }}

)

select
    'organization.number_of_open_issues' as property_key,
    nullif(trim(issue_id), '') as object_id,
    'created' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from issue_opened
union all
select
    'organization.number_of_open_issues' as property_key,
    nullif(trim(issue_id), '') as object_id,
    'deleted' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from issue_closed
union all
select
    'organization.number_of_open_issues' as property_key,
    nullif(trim(issue_id), '') as object_id,
    'restored' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from issue_reopened
union all
select
    'organization.number_of_open_pull_requests' as property_key,
    nullif(trim(pull_request_id), '') as object_id,
    'created' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from pull_request_opened
union all
select
    'organization.number_of_open_pull_requests' as property_key,
    nullif(trim(pull_request_id), '') as object_id,
    'deleted' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from pull_request_closed
union all
select
    'organization.number_of_open_pull_requests' as property_key,
    nullif(trim(pull_request_id), '') as object_id,
    'restored' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from pull_request_reopened
