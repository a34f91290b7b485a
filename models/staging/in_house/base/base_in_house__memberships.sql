{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set raw_memberships = raw_relation('memberships') %}

with

memberships as (

    select * from {{ raw_memberships or no_rows() }}

)

select
    {{ source_column(raw_memberships, 'memberships', 'user_id') }} as user_id,
    {{ source_column(raw_memberships, 'memberships', 'organization_id') }} as organization_id,
    {{ source_column(raw_memberships, 'memberships', 'role') }} as role,
    {{ source_column(raw_memberships, 'memberships', 'joined_at') }} as joined_at,
    {{ source_column(raw_memberships, 'memberships', 'left_at') }} as left_at,
    {{ source_column(raw_memberships, 'memberships', 'updated_at') }} as updated_at,
    {{ source_column(raw_memberships, 'memberships', 'loaded_at') }} as loaded_at,
    {{ raw_row(raw_memberships, 'memberships') }} as raw
from memberships
