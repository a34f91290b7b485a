-- a file that nobody adds to: there is no drift to watch
select
    cast(null as varchar) as source_name,
    cast(null as varchar) as relation_name,
    cast(null as varchar) as entity_type,
    cast(null as varchar) as expected_name,
    cast(null as varchar) as expected_type,
    cast(null as varchar) as column_name,
    cast(null as varchar) as column_type
from {{ customer_data.no_rows() }}
