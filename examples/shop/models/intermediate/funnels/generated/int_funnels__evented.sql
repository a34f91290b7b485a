-- plan/funnels: the events that are a step of one
with

cart_product_added as (

    select * from {{ ref('fct_cart_product_added') }}

),

purchase_completed as (

    select * from {{ ref('fct_purchase_completed') }}

),

catalog_viewed as (

    select * from {{ ref('fct_catalog_viewed') }}

),

product_viewed as (

    select * from {{ ref('fct_product_viewed') }}

),

shipping_details_viewed as (

    select * from {{ ref('fct_shipping_details_viewed') }}

)

select
    'cart_purchased' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'cart_product_added' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from cart_product_added
where
    person_id is not null
union all
select
    'cart_purchased' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'purchase_completed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from purchase_completed
where
    person_id is not null
union all
select
    'first_cart_purchased' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'cart_product_added' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from cart_product_added
where
    person_id is not null
union all
select
    'first_cart_purchased' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'purchase_completed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from purchase_completed
where
    person_id is not null
union all
select
    'last_cart_purchased' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'cart_product_added' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from cart_product_added
where
    person_id is not null
union all
select
    'last_cart_purchased' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'purchase_completed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from purchase_completed
where
    person_id is not null
union all
select
    'look_to_purchase' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'catalog_viewed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from catalog_viewed
where
    person_id is not null
union all
select
    'look_to_purchase' as funnel_name,
    1 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'product_viewed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from product_viewed
where
    person_id is not null
union all
select
    'look_to_purchase' as funnel_name,
    2 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'cart_product_added' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from cart_product_added
where
    person_id is not null
union all
select
    'look_to_purchase' as funnel_name,
    3 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'shipping_details_viewed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from shipping_details_viewed
where
    person_id is not null
union all
select
    'look_to_purchase' as funnel_name,
    4 as step_number,
    person_id as entity_id,
    '' as match_value,
    organization_id,
    'purchase_completed' as event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from purchase_completed
where
    person_id is not null
