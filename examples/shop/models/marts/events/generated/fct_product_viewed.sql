-- plan/events/browsing.yml: product_viewed
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_facts__restated'), ['source_name', 'event_id']
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_facts__restated') if is_incremental() else ref('fct_events') }}

)

select
    event_id,
    source_name,
    person_id,
    person_id_at_event,
    user_id,
    anonymous_id,
    organization_id,
    organization_basis,
    session_id,
    {{ customer_data.property('platform') }} as platform,
    occurred_at,
    received_at,
    loaded_at
from events
where event_name = 'product_viewed'
