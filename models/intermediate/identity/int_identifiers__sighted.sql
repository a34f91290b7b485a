{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_sightings__touched'), ['user_key', 'anonymous_key']
    ) }}",
) }}

with

events as (

    select
        user_id,
        anonymous_id,
        occurred_at,
        -- a key that null takes part in
        coalesce(user_id, '') as user_key,
        coalesce(anonymous_id, '') as anonymous_key
    from {{ ref('int_events__accepted') }}

)

select
    user_key,
    anonymous_key,
    user_id,
    anonymous_id,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at,
    count(*) as number_of_records
from events
{%- if is_incremental() %}
    where (user_key, anonymous_key) in (
        select
            touched.user_key,
            touched.anonymous_key
        from {{ ref('int_sightings__touched') }} as touched
    )
{%- endif %}
group by user_key, anonymous_key, user_id, anonymous_id
