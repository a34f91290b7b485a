{{ config(enabled='in_house' in var('cdp_sources')) }}

with

files as (

    select * from {{ ref('base_in_house__landed_files') }}
    where table_name = 'events'

),

loads as (

    select * from {{ ref('rpt_row_accounting') }}
    where source_name = 'in_house'

)

-- a file is a load of its own
select
    files.file_digest,
    files.file_name,
    files.load_id,
    cast(files.number_of_lines as bigint) as number_of_lines,
    coalesce(loads.rows_accepted, 0) as rows_accepted,
    coalesce(loads.rows_duplicate, 0) as rows_duplicate,
    coalesce(loads.rows_conflicting, 0) as rows_conflicting,
    coalesce(loads.rows_quarantined, 0) as rows_quarantined,
    coalesce(loads.rows_suppressed, 0) as rows_suppressed,
    cast(files.number_of_rejects as bigint) as lines_rejected,
    cast(files.number_of_blank_lines as bigint) as lines_blank
from files
left join loads
    on files.load_id = loads.load_id
