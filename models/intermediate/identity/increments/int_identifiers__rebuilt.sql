with

touched as (

    select * from {{ ref('int_identifiers__touched') }}

),

seen as (

    select
        identifier_type,
        identifier_value
    from {{ ref('int_identifiers__seen') }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_identifiers__resolved'

)

select
    identifier_type,
    identifier_value
from touched
union
select
    seen.identifier_type,
    seen.identifier_value
from seen
left join history
    on true
where history.table_name is null
