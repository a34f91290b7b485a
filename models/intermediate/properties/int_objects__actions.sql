{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_events__restated'),
        ['source_name', 'event_id'],
        after=ref('int_objects__touched')
    ) }}",
) }}

with

actions as (

    select * from {{ ref('int_objects__evented') }}
    {%- if is_incremental() %}
        where (source_name, event_id) in (
            select
                restated.source_name,
                restated.event_id
            from {{ ref('int_events__restated') }} as restated
        )
    {%- endif %}

)

select
    property_key,
    object_id,
    action,
    owner_id,
    is_owner_stated,
    opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from actions
