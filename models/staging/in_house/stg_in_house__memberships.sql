{{ config(enabled='in_house' in var('cdp_sources')) }}

with

memberships as (

    select * from {{ ref('base_in_house__memberships') }}

),

memberships_read as (

    select
        *,
        {{ utc_timestamp('trim(joined_at)', var('epoch_unit')) }} as joined_at_read,
        {{ utc_timestamp('trim(left_at)', var('epoch_unit')) }} as left_at_read,
        {{ utc_timestamp('trim(updated_at)', var('epoch_unit')) }} as updated_at_read,
        {{ utc_timestamp('trim(loaded_at)', var('epoch_unit')) }} as loaded_at_read
    from memberships

)

select
    'in_house' as source_name,
    nullif(trim(user_id), '') as user_id,
    nullif(trim(organization_id), '') as organization_id,
    nullif(trim(role), '') as role,
    joined_at_read as joined_at,
    left_at_read as left_at,
    coalesce(updated_at_read, joined_at_read) as stated_at,
    loaded_at_read as loaded_at,
    nullif(concat_ws(
        ',',
        {{ lost_column('joined_at', 'joined_at', 'joined_at_read') }},
        {{ lost_column('left_at', 'left_at', 'left_at_read') }},
        {{ lost_column('updated_at', 'updated_at', 'updated_at_read') }},
        {{ lost_column('loaded_at', 'loaded_at', 'loaded_at_read') }}
    ), '') as lost_columns,
    raw
from memberships_read
