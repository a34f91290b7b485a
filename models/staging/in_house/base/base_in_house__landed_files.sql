{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set landed_files = none if var('demo') else raw_relation('landed_files') %}

with

landed_files as (

    select * from {{ landed_files or no_rows() }}

)

select
    {{ source_column(landed_files, 'landed_files', 'file_digest') }} as file_digest,
    {{ source_column(landed_files, 'landed_files', 'table_name') }} as table_name,
    {{ source_column(landed_files, 'landed_files', 'file_name') }} as file_name,
    {{ source_column(landed_files, 'landed_files', 'load_id') }} as load_id,
    {{ source_column(landed_files, 'landed_files', 'number_of_lines') }} as number_of_lines,
    {{ source_column(landed_files, 'landed_files', 'number_of_rejects') }} as number_of_rejects,
    {{ source_column(landed_files, 'landed_files', 'number_of_blank_lines') }}
        as number_of_blank_lines
from landed_files
