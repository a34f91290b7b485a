-- plan/events/repositories.yml: repository_forked
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
    {{ customer_data.property('forked_repository_id') }} as forked_repository_id,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
where event_name = 'repository_forked'
