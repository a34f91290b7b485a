with

seen as (

    select
        identifier_type,
        identifier_value,
        first_seen_at
    from {{ ref('int_identifiers__seen') }}

),

links as (

    select
        identifier_type,
        identifier_value,
        linked_type,
        linked_value,
        evidence,
        first_seen_at
    from {{ ref('int_identifiers__linked') }}

)

select
    identifier_type,
    identifier_value,
    cast(null as {{ dbt.type_string() }}) as linked_type,
    cast(null as {{ dbt.type_string() }}) as linked_value,
    cast(null as {{ dbt.type_string() }}) as evidence,
    first_seen_at
from seen
union all
select * from links
