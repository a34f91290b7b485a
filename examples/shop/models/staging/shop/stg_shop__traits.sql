with

clicks as (

    select * from {{ ref('base_shop__clicks') }}

)

-- every click repeats what is known of its user; the first of a visit states it
select
    'shop' as source_name,
    'user' as entity_type,
    user_id as entity_id,
    cast(null as varchar) as anonymous_id,
    cast(json_object(
        'acquisition_channel', acquisition_channel,
        'user_cohort', user_cohort,
        'user_lifecycle', user_lifecycle
    ) as varchar) as traits,
    min(clicked_at) as stated_at,
    min(clicked_at) as received_at,
    cast(null as timestamp) as loaded_at,
    false as is_deleted,
    cast(null as varchar) as lost_columns
from clicks
group by user_id, session_id, acquisition_channel, user_cohort, user_lifecycle
