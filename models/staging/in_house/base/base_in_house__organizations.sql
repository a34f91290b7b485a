{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set raw_organizations = raw_relation('organizations') %}

with

organizations as (

    select * from {{ raw_organizations or no_rows() }}

)

select
    {{ source_column(raw_organizations, 'organizations', 'organization_id') }} as organization_id,
    {{ source_column(raw_organizations, 'organizations', 'updated_at') }} as updated_at,
    {{ source_column(raw_organizations, 'organizations', 'deleted_at') }} as deleted_at,
    {{ source_column(raw_organizations, 'organizations', 'loaded_at') }} as loaded_at,
    {{ stated_row(raw_organizations, 'organizations') }} as raw
from organizations
