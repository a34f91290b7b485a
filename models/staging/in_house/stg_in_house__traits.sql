{{ config(enabled='in_house' in var('cdp_sources')) }}

with

entities as (

    select
        'user' as entity_type,
        user_id as entity_id,
        updated_at,
        deleted_at,
        loaded_at,
        raw
    from {{ ref('base_in_house__users') }}
    union all
    select
        'organization' as entity_type,
        organization_id as entity_id,
        updated_at,
        deleted_at,
        loaded_at,
        raw
    from {{ ref('base_in_house__organizations') }}

),

entities_read as (

    select
        *,
        {{ utc_timestamp('trim(updated_at)', var('epoch_unit')) }} as updated_at_read,
        {{ utc_timestamp('trim(deleted_at)', var('epoch_unit')) }} as deleted_at_read,
        {{ utc_timestamp('trim(loaded_at)', var('epoch_unit')) }} as loaded_at_read
    from entities

)

select
    'in_house' as source_name,
    entity_type,
    nullif(trim(entity_id), '') as entity_id,
    cast(null as {{ dbt.type_string() }}) as anonymous_id,
    -- every column of the row is a stated trait, the nulls among them too
    raw as traits,
    coalesce(deleted_at_read, updated_at_read, loaded_at_read) as stated_at,
    cast(null as {{ dbt.type_timestamp() }}) as received_at,
    loaded_at_read as loaded_at,
    coalesce(trim(deleted_at), '') <> '' as is_deleted,
    nullif(concat_ws(
        ',',
        {{ lost_column('updated_at', 'updated_at', 'updated_at_read') }},
        {{ lost_column('deleted_at', 'deleted_at', 'deleted_at_read') }},
        {{ lost_column('loaded_at', 'loaded_at', 'loaded_at_read') }}
    ), '') as lost_columns
from entities_read
