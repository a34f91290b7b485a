{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_payloads__described'

),

loads as (

    select distinct
        source_name,
        load_id
    from {{ ref('int_loads__changed') }}

)

select
    loads.source_name,
    loads.load_id
from loads
cross join history
{%- if is_incremental() %}
    where (loads.source_name, loads.load_id) not in (
        select
            listed.source_name,
            listed.load_id
        from {{ this }} as listed
    )
{%- endif %}
