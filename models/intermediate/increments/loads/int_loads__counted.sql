{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        load_key,
        load_id,
        loaded_at,
        received_at
    from {{ ref('int_events__unioned') }}

)

select
    source_name,
    load_key,
    load_id,
    count(*) as rows_raw,
    max(coalesce(loaded_at, received_at)) as last_loaded_at
from events
group by source_name, load_key, load_id
