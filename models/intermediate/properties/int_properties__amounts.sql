with

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

lives as (

    select * from {{ ref('int_objects__lives') }}
    where entity_id in (select rebuilt.entity_id from rebuilt)

),

floored as (

    select * from {{ ref('int_objects__floored') }}
    where entity_id in (select rebuilt.entity_id from rebuilt)

),

held as (

    select * from {{ ref('int_values__held') }}
    where property_kind = 'count_distinct'

),

occurrences as (

    select * from {{ ref('int_properties__occurrences') }}
    where
        property_kind in ('count_events', 'sum')
        and amount is not null
        and entity_id in (select rebuilt.entity_id from rebuilt)

),

memberships as (

    select
        organization_id,
        valid_from,
        valid_to
    from {{ ref('int_memberships__intervals') }}
    where organization_id in (select rebuilt.entity_id from rebuilt)

),

amounts as (

    select
        property_key,
        entity_id,
        1 as amount,
        false as is_approximate,
        valid_from,
        valid_to
    from lives
    union all
    select
        property_key,
        entity_id,
        amount,
        true as is_approximate,
        valid_from,
        valid_to
    from floored
    union all
    select
        property_key,
        entity_id,
        1 as amount,
        false as is_approximate,
        valid_from,
        valid_to
    from held
    union all
    select
        property_key,
        entity_id,
        amount,
        false as is_approximate,
        occurred_at as valid_from,
        expires_at as valid_to
    from occurrences
    union all
    select
        'organization.number_of_users' as property_key,
        organization_id as entity_id,
        1 as amount,
        false as is_approximate,
        valid_from,
        valid_to
    from memberships

)

select
    property_key,
    entity_id,
    cast(amount as numeric(38, 9)) as amount,
    is_approximate,
    valid_from,
    valid_to
from amounts
