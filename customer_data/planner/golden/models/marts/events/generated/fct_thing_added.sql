-- plan/events/things.yml: thing_added
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
    {{ customer_data.read_as(customer_data.property('thing_id'), 'integer') }} as thing_id,
    {{ customer_data.property('colors', 'colours') }} as colors,
    case
        when {{ customer_data.keeps('pattern:app_version') }}
            then {{ customer_data.property('app_version') }}
    end as app_version,
    occurred_at,
    received_at,
    loaded_at
from events
where event_name = 'thing_added'
