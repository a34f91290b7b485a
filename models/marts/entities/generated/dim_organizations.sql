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
        max(
            case when attribute_name = 'name' then value end
        ) as name,
        max(
            case when attribute_name = 'industry' then value end
        ) as industry,
        max(
            case when attribute_name = 'plan_tier' then value end
        ) as plan_tier,
        max(
            case when attribute_name = 'number_of_employees' then value end
        ) as number_of_employees,
        max(
            case when attribute_name = 'parent_organization_id' then value end
        ) as parent_organization_id,
        max(
            case when attribute_name = 'created_at' then value end
        ) as created_at,
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),

number_of_users as (

    select
        entity_id as organization_id,
        number_value as number_of_users
    from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_users' and valid_to is null

),

number_of_reports as (

    select
        organization_id,
        number_of_reports
    from {{ ref('prop_organization__number_of_reports') }}
    where valid_to is null

),

preferred_layout as (

    select
        organization_id,
        preferred_layout
    from {{ ref('prop_organization__preferred_layout') }}
    where valid_to is null

),

last_report_created_at as (

    select
        organization_id,
        last_report_created_at
    from {{ ref('prop_organization__last_report_created_at') }}
    where valid_to is null

),

number_of_active_users_30_days as (

    select
        organization_id,
        number_of_active_users_30_days
    from {{ ref('prop_organization__number_of_active_users_30_days') }}
    where valid_to is null

),

organizations_described as (

    select
        organizations.*,
        attributes_by_organization.name,
        attributes_by_organization.industry,
        attributes_by_organization.plan_tier,
        attributes_by_organization.number_of_employees,
        attributes_by_organization.parent_organization_id,
        attributes_by_organization.created_at,
        number_of_users.number_of_users,
        number_of_reports.number_of_reports,
        preferred_layout.preferred_layout,
        last_report_created_at.last_report_created_at,
        number_of_active_users_30_days.number_of_active_users_30_days,
        deleted.entity_id is not null as is_deleted,
        attributes_by_organization.stated_source_name,
        attributes_by_organization.stated_at
    from organizations
    left join deleted
        on organizations.entity_id = deleted.entity_id
    left join attributes_by_organization
        on organizations.entity_id = attributes_by_organization.entity_id
    left join number_of_users
        on organizations.organization_id = number_of_users.organization_id
    left join number_of_reports
        on organizations.organization_id = number_of_reports.organization_id
    left join preferred_layout
        on organizations.organization_id = preferred_layout.organization_id
    left join last_report_created_at
        on organizations.organization_id = last_report_created_at.organization_id
    left join number_of_active_users_30_days
        on organizations.organization_id = number_of_active_users_30_days.organization_id

)

select
    organization_id,
    name,
    industry,
    plan_tier,
    {{ read_as('number_of_employees', 'integer') }} as number_of_employees,
    parent_organization_id,
    {{ read_as('created_at', 'timestamp') }} as created_at,
    cast(coalesce(number_of_users, 0) as bigint) as number_of_users,
    coalesce(number_of_reports, 0) as number_of_reports,
    preferred_layout,
    last_report_created_at,
    coalesce(number_of_active_users_30_days, 0) as number_of_active_users_30_days,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from organizations_described
