-- plan/properties: the events that create, delete, restore or move what is counted
with

report_created as (

    select * from {{ ref('fct_report_created') }}

),

report_deleted as (

    select * from {{ ref('fct_report_deleted') }}

),

report_restored as (

    select * from {{ ref('fct_report_restored') }}

),

report_moved as (

    select * from {{ ref('fct_report_moved') }}

)

select
    'organization.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'created' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_created
union all
select
    'organization.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'deleted' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_deleted
union all
select
    'organization.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'restored' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_restored
union all
select
    'organization.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'moved' as action,
    organization_id as owner_id,
    organization_basis = 'explicit' as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_moved
union all
select
    'user.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'created' as action,
    person_id as owner_id,
    false as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_created
union all
select
    'user.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'deleted' as action,
    person_id as owner_id,
    false as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_deleted
union all
select
    'user.number_of_reports' as property_key,
    nullif(trim(report_id), '') as object_id,
    'restored' as action,
    person_id as owner_id,
    false as is_owner_stated,
    'unknown' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_restored
