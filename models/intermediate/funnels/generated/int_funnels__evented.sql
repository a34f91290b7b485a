-- plan/funnels: the events that are a step of one
with

product_added as (

    select * from {{ ref('fct_product_added') }}

),

order_completed as (

    select * from {{ ref('fct_order_completed') }}

),

report_created as (

    select * from {{ ref('fct_report_created') }}

),

report_viewed as (

    select * from {{ ref('fct_report_viewed') }}

),

report_deleted as (

    select * from {{ ref('fct_report_deleted') }}

),

report_restored as (

    select * from {{ ref('fct_report_restored') }}

),

user_signed_up as (

    select * from {{ ref('fct_user_signed_up') }}

)

select
    'cart_to_order' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'product_added' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from product_added
where
    person_id is not null
union all
select
    'cart_to_order' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'order_completed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from order_completed
where
    person_id is not null
union all
select
    'created_report_viewed' as funnel_name,
    1 as step_number,
    organization_id as entity_id,
    report_id as match_value,
    organization_id,
    'report_created' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_created
where
    organization_id is not null
    and report_id is not null
union all
select
    'created_report_viewed' as funnel_name,
    2 as step_number,
    organization_id as entity_id,
    report_id as match_value,
    organization_id,
    'report_viewed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_viewed
where
    organization_id is not null
    and report_id is not null
union all
select
    'deleted_report_restored' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    report_id as match_value,
    organization_id,
    'report_deleted' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_deleted
where
    person_id is not null
    and report_id is not null
union all
select
    'deleted_report_restored' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    report_id as match_value,
    organization_id,
    'report_restored' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_restored
where
    person_id is not null
    and report_id is not null
union all
select
    'report_adoption' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'user_signed_up' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from user_signed_up
where
    person_id is not null
union all
select
    'report_adoption' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'report_created' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_created
where
    person_id is not null
union all
select
    'report_adoption' as funnel_name,
    3 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'report_viewed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_viewed
where
    person_id is not null
union all
select
    'signed_up_without_report' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'user_signed_up' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from user_signed_up
where
    person_id is not null
union all
select
    'signed_up_without_report' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'report_created' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from report_created
where
    person_id is not null
