with

clicks as (

    select * from {{ source('shop', 'clicks') }}

)

select
    user_id,
    session_id,
    event,
    platform,
    acquisition_channel,
    user_cohort,
    user_lifecycle,
    {{ customer_data.utc_timestamp('"timestamp"') }} as clicked_at,
    {{ customer_data.row_as_json('clicks') }} as raw
from clicks
