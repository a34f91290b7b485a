-- plan/entities/organizations.yml: organization, and what plan/properties derives
with

organizations as (

    select
        entity_id,
        entity_id as organization_id,
        first_event_at as first_seen_at,
        last_event_at as last_seen_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),

-- what is of no known time was not deleted at any
deleted as (

    select entity_id from {{ ref('int_entities__observed') }}
    where entity_type = 'organization' and first_known_at is not null
    except
    select entity_id from {{ ref('int_entities__existing') }}
    where entity_type = 'organization' and valid_to is null

),

attributes as (

    select
        entity_id,
        attribute_name,
        value,
        source_name,
        valid_from,
        row_number() over (
            partition by entity_id order by valid_from desc, attribute_name asc
        ) as recency
    from {{ ref('int_entities__attributes') }}
    where entity_type = 'organization' and not is_personal and valid_to is null

),

attributes_by_organization as (

    select
        entity_id,
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),

organizations_described as (

    select
        organizations.*,
        deleted.entity_id is not null as is_deleted,
        attributes_by_organization.stated_source_name,
        attributes_by_organization.stated_at
    from organizations
    left join deleted
        on organizations.entity_id = deleted.entity_id
    left join attributes_by_organization
        on organizations.entity_id = attributes_by_organization.entity_id

)

select
    organization_id,
    -- this plan has no memberships: unknown, which is not zero
    cast(null as bigint) as number_of_users,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from organizations_described
