{{ config(materialized='table') }}

with

events as (

    select
        source_name,
        load_key,
        loaded_at,
        case when loaded_at is null then received_at end as received_at
    from {{ ref('int_events__unioned') }}

),

-- the rows of a load share its time, which is written out once
times as (

    select
        source_name,
        load_key,
        loaded_at,
        received_at,
        count(*) as rows_raw
    from events
    group by source_name, load_key, loaded_at, received_at

),

times_with_load as (

    select
        *,
        {{ load_id('loaded_at', 'received_at') }} as load_id
    from times

)

select
    source_name,
    load_key,
    load_id,
    cast(sum(rows_raw) as {{ dbt.type_bigint() }}) as rows_raw,
    max(coalesce(loaded_at, received_at)) as last_loaded_at
from times_with_load
group by source_name, load_key, load_id
