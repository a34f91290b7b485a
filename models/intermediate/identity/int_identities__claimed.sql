{{ config(materialized='table') }}

with

events as (

    select
        anonymous_id,
        user_id,
        occurred_at
    from {{ ref('int_events__accepted') }}
    where anonymous_id is not null and user_id is not null

),

pairs as (

    select
        anonymous_id,
        user_id,
        min(occurred_at) as first_seen_at
    from events
    group by anonymous_id, user_id

),

pairs_in_order as (

    select
        *,
        row_number() over (partition by anonymous_id order by first_seen_at, user_id)
            as user_number,
        lead(first_seen_at) over (partition by anonymous_id order by first_seen_at, user_id)
            as contested_at
    from pairs

)

select
    anonymous_id,
    user_id,
    first_seen_at as claimed_at,
    contested_at
from pairs_in_order
where user_number = 1
