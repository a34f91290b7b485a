-- plan/events/reports.yml: report_deleted
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
    {{ property('report_id') }} as report_id,
    occurred_at,
    received_at,
    loaded_at
from events
where event_name = 'report_deleted'
