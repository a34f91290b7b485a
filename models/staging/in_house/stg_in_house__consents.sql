{{ config(enabled='in_house' in var('cdp_sources')) }}

with

consents as (

    select * from {{ ref('base_in_house__consents') }}

),

consents_read as (

    select
        *,
        {{ read_as('trim(granted)', 'boolean') }} as granted_read,
        {{ utc_timestamp('trim(stated_at)', var('epoch_unit')) }} as stated_at_read,
        {{ utc_timestamp('trim(loaded_at)', var('epoch_unit')) }} as loaded_at_read
    from consents

)

select
    'in_house' as source_name,
    nullif(trim(user_id), '') as user_id,
    nullif(trim(purpose), '') as purpose,
    granted_read as is_granted,
    stated_at_read as stated_at,
    loaded_at_read as loaded_at,
    nullif(concat_ws(
        ',',
        {{ lost_column('granted', 'granted', 'granted_read') }},
        {{ lost_column('at', 'stated_at', 'stated_at_read') }},
        {{ lost_column('loaded_at', 'loaded_at', 'loaded_at_read') }}
    ), '') as lost_columns,
    raw
from consents_read
