{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set raw_users = raw_relation('users') %}

with

users as (

    select * from {{ raw_users or no_rows() }}

)

select
    {{ source_column(raw_users, 'users', 'user_id') }} as user_id,
    {{ source_column(raw_users, 'users', 'updated_at') }} as updated_at,
    {{ source_column(raw_users, 'users', 'deleted_at') }} as deleted_at,
    {{ source_column(raw_users, 'users', 'loaded_at') }} as loaded_at,
    {{ stated_row(raw_users, 'users') }} as raw
from users
