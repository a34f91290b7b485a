-- nobody says what they consent to
select
    cast(null as varchar) as source_name,
    cast(null as varchar) as user_id,
    cast(null as varchar) as purpose,
    cast(null as boolean) as is_granted,
    cast(null as timestamp) as stated_at,
    cast(null as timestamp) as loaded_at,
    cast(null as varchar) as lost_columns,
    cast(null as varchar) as raw
from {{ customer_data.no_rows() }}
