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
            case when attribute_name = 'github_id' then value end
        ) as github_id,
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

number_of_open_issues as (

    select
        organization_id,
        number_of_open_issues
    from {{ ref('prop_organization__number_of_open_issues') }}
    where valid_to is null

),

number_of_open_pull_requests as (

    select
        organization_id,
        number_of_open_pull_requests
    from {{ ref('prop_organization__number_of_open_pull_requests') }}
    where valid_to is null

),

number_of_pushed_commits as (

    select
        organization_id,
        number_of_pushed_commits
    from {{ ref('prop_organization__number_of_pushed_commits') }}
    where valid_to is null

),

organizations_described as (

    select
        organizations.*,
        attributes_by_organization.github_id,
        number_of_users.number_of_users,
        number_of_open_issues.number_of_open_issues,
        number_of_open_pull_requests.number_of_open_pull_requests,
        number_of_pushed_commits.number_of_pushed_commits,
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
    left join number_of_open_issues
        on organizations.organization_id = number_of_open_issues.organization_id
    left join number_of_open_pull_requests
        on organizations.organization_id = number_of_open_pull_requests.organization_id
    left join number_of_pushed_commits
        on organizations.organization_id = number_of_pushed_commits.organization_id

)

select
    organization_id,
    github_id,
    cast(coalesce(number_of_users, 0) as bigint) as number_of_users,
    coalesce(number_of_open_issues, 0) as number_of_open_issues,
    coalesce(number_of_open_pull_requests, 0) as number_of_open_pull_requests,
    coalesce(number_of_pushed_commits, 0) as number_of_pushed_commits,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from organizations_described
