-- every raw row is in exactly one class, per source and load
select *
from {{ ref('rpt_row_accounting') }}
where
    rows_raw
    <> rows_accepted
    + rows_duplicate
    + rows_conflicting
    + rows_quarantined
    + rows_suppressed
