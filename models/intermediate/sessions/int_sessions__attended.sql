{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(ref('int_sessions__touched'), ['session_id']) }}",
) }}

with

events as (

    select * from {{ ref('fct_events') }}
    {%- if is_incremental() %}
        where session_id in (
            select touched.session_id from {{ ref('int_sessions__touched') }} as touched
        )
    {%- endif %}

)

select
    session_id,
    source_name,
    person_id,
    min(anonymous_id) as anonymous_id,
    max(user_id) as user_id,
    min(organization_id) as first_organization_id,
    max(organization_id) as last_organization_id,
    min(vendor_session_id) as first_vendor_session_id,
    max(vendor_session_id) as last_vendor_session_id,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as number_of_events
from events
where session_id is not null
group by session_id, source_name, person_id
