with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

tables_built as (

    select
        table_name,
        as_of
    from {{ source('increments', 'tables_built') }}
    where table_name in ('fct_user_properties_daily', 'fct_organization_properties_daily')

),

tables_summed as (

    select
        -- a table that was built before there was any data has no days at all
        count(as_of) as number_of_tables,
        min(as_of) as as_of
    from tables_built

)

select
    -- the last day shown was not over yet
    case
        when tables_summed.number_of_tables = 2
            then {{ local_date('least(tables_summed.as_of, as_of.as_of)') }}
        else cast('0001-01-01' as date)
    end as first_date
from tables_summed
cross join as_of
