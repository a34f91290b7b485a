{{ config(enabled='in_house' in var('cdp_sources')) }}

-- every line of a landed file is a row in exactly one class, a kept reject or blank
with

files as (

    select
        file_digest,
        number_of_lines,
        rows_accepted
        + rows_duplicate
        + rows_conflicting
        + rows_quarantined
        + rows_suppressed
        + lines_rejected
        + lines_blank as lines_accounted_for
    from {{ ref('rpt_file_accounting') }}

)

select
    file_digest,
    number_of_lines,
    lines_accounted_for
from files
where number_of_lines <> lines_accounted_for
