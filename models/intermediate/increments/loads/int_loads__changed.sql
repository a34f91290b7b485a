with

loads as (

    select
        source_name,
        load_id,
        sum(rows_raw) as rows_raw
    from {{ ref('int_loads__counted') }}
    group by source_name, load_id

),

load_keys as (

    select
        source_name,
        load_key,
        load_id
    from {{ ref('int_loads__counted') }}

),

loads_read as (

    select * from {{ source('increments', 'loads_read') }}

),

-- a load that grew, shrank, came or went
loads_changed as (

    select
        coalesce(loads.source_name, loads_read.source_name) as source_name,
        coalesce(loads.load_id, loads_read.load_id) as load_id
    from loads
    full outer join loads_read
        on
            loads.source_name = loads_read.source_name
            and loads.load_id = loads_read.load_id
    where loads.rows_raw is distinct from loads_read.rows_raw

)

select
    loads_changed.source_name,
    load_keys.load_key,
    loads_changed.load_id
from loads_changed
left join load_keys
    on
        loads_changed.source_name = load_keys.source_name
        and loads_changed.load_id = load_keys.load_id
