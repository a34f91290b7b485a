{{ config(enabled='in_house' in var('cdp_sources')) }}

with

catalogue as (

    select
        rows_found.relation_name,
        rows_found.column_name,
        rows_found.column_type
    from (
        values
        -- the first row gives the types
        (
            cast(null as {{ dbt.type_string() }}),
            cast(null as {{ dbt.type_string() }}),
            cast(null as {{ dbt.type_string() }})
        )
        {{ column_rows('events') }}
        {{ column_rows('users') }}
        {{ column_rows('organizations') }}
        {{ column_rows('memberships') }}
    ) as rows_found (relation_name, column_name, column_type)

)

select
    relation_name,
    column_name,
    column_type
from catalogue
where relation_name is not null
