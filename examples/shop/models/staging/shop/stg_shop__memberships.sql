-- nobody belongs to an organization here
select
    cast(null as varchar) as source_name,
    cast(null as varchar) as user_id,
    cast(null as varchar) as organization_id,
    cast(null as varchar) as role,
    cast(null as timestamp) as joined_at,
    cast(null as timestamp) as left_at,
    cast(null as timestamp) as stated_at,
    cast(null as timestamp) as loaded_at,
    cast(null as varchar) as lost_columns,
    cast(null as varchar) as raw
from {{ customer_data.no_rows() }}
