with

raw_rows as (

    select
        source_name,
        load_id,
        sum(rows_raw) as rows_raw
    from {{ ref('int_loads__counted') }}
    group by source_name, load_id

),

outcomes as (

    select
        source_name,
        load_id,
        'accepted' as row_class
    from {{ ref('fct_events') }}
    union all
    select
        source_name,
        load_id,
        superseded_as as row_class
    from {{ ref('int_events__superseded') }}
    union all
    select
        source_name,
        load_id,
        'quarantined' as row_class
    from {{ ref('fct_events_quarantined') }}

),

outcomes_counted as (

    select
        source_name,
        load_id,
        sum(case when row_class = 'accepted' then 1 else 0 end) as rows_accepted,
        sum(case when row_class = 'duplicate' then 1 else 0 end) as rows_duplicate,
        sum(case when row_class = 'conflict' then 1 else 0 end) as rows_conflicting,
        sum(case when row_class = 'quarantined' then 1 else 0 end) as rows_quarantined
    from outcomes
    group by source_name, load_id

)

-- a load of either side alone must show, so that the balance can fail
select
    coalesce(raw_rows.source_name, outcomes_counted.source_name) as source_name,
    coalesce(raw_rows.load_id, outcomes_counted.load_id) as load_id,
    cast(coalesce(raw_rows.rows_raw, 0) as bigint) as rows_raw,
    cast(coalesce(outcomes_counted.rows_accepted, 0) as bigint) as rows_accepted,
    cast(coalesce(outcomes_counted.rows_duplicate, 0) as bigint) as rows_duplicate,
    cast(coalesce(outcomes_counted.rows_conflicting, 0) as bigint) as rows_conflicting,
    cast(coalesce(outcomes_counted.rows_quarantined, 0) as bigint) as rows_quarantined,
    -- nobody can be suppressed yet
    cast(0 as bigint) as rows_suppressed
from raw_rows
full outer join outcomes_counted
    on
        raw_rows.source_name = outcomes_counted.source_name
        and raw_rows.load_id = outcomes_counted.load_id
