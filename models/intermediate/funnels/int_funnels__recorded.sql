{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_events__restated'),
        ['source_name', 'event_id'],
        after=ref('int_funnels__touched')
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_funnels__evented') }}
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
    funnel_name,
    step_number,
    entity_id,
    match_value,
    organization_id,
    event_name,
    source_name,
    event_id,
    occurred_at,
    received_at
from events
