{{ config(materialized='table') }}

with

loads as (

    select
        source_name,
        last_loaded_at as loaded_at
    from {{ ref('int_loads__counted') }}
    union all
    select
        source_name,
        loaded_at
    from {{ ref('int_traits__stated') }}
    union all
    select
        source_name,
        loaded_at
    from {{ ref('int_memberships__unioned') }}
    union all
    select
        source_name,
        loaded_at
    from {{ ref('int_consents__unioned') }}

),

watermarks as (

    select
        source_name,
        max(loaded_at) as loaded_at
    from loads
    group by source_name

)

select
    coalesce(
        {{ utc_timestamp("nullif('" ~ var('as_of') ~ "', '')") }}, min(loaded_at)
    ) as as_of
from watermarks
