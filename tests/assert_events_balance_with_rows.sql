-- every raw row is in exactly one class, per source and load
with

loads as (

    select
        source_name,
        load_id,
        rows_raw,
        rows_accepted
        + rows_duplicate
        + rows_conflicting
        + rows_quarantined
        + rows_suppressed as rows_classified
    from {{ ref('rpt_row_accounting') }}

)

select
    source_name,
    load_id,
    rows_raw,
    rows_classified
from loads
where rows_raw <> rows_classified
