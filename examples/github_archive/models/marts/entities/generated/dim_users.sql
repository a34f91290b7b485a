-- plan/entities/users.yml: user, and what plan/properties derives
with

users as (

    select
        person_id as entity_id,
        person_id,
        user_id,
        is_anonymous,
        first_seen_at,
        last_seen_at
    from {{ ref('int_persons__resolved') }}

),

-- what is of no known time was not deleted at any
deleted as (

    select entity_id from {{ ref('int_entities__observed') }}
    where entity_type = 'user' and first_known_at is not null
    except
    select entity_id from {{ ref('int_entities__existing') }}
    where entity_type = 'user' and valid_to is null

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
    where entity_type = 'user' and not is_personal and valid_to is null

),

attributes_by_user as (

    select
        entity_id,
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),

number_of_own_open_issues as (

    select
        person_id,
        number_of_own_open_issues
    from {{ ref('prop_user__number_of_own_open_issues') }}
    where valid_to is null

),

number_of_own_pushed_commits as (

    select
        person_id,
        number_of_own_pushed_commits
    from {{ ref('prop_user__number_of_own_pushed_commits') }}
    where valid_to is null

),

main_repository_id as (

    select
        person_id,
        main_repository_id
    from {{ ref('prop_user__main_repository_id') }}
    where valid_to is null

),

starred_repository_ids as (

    select
        person_id,
        starred_repository_ids
    from {{ ref('prop_user__starred_repository_ids') }}
    where valid_to is null

),

users_described as (

    select
        users.*,
        number_of_own_open_issues.number_of_own_open_issues,
        number_of_own_pushed_commits.number_of_own_pushed_commits,
        main_repository_id.main_repository_id,
        starred_repository_ids.starred_repository_ids,
        deleted.entity_id is not null as is_deleted,
        attributes_by_user.stated_source_name,
        attributes_by_user.stated_at
    from users
    left join deleted
        on users.entity_id = deleted.entity_id
    left join attributes_by_user
        on users.entity_id = attributes_by_user.entity_id
    left join number_of_own_open_issues
        on users.person_id = number_of_own_open_issues.person_id
    left join number_of_own_pushed_commits
        on users.person_id = number_of_own_pushed_commits.person_id
    left join main_repository_id
        on users.person_id = main_repository_id.person_id
    left join starred_repository_ids
        on users.person_id = starred_repository_ids.person_id

)

select
    person_id,
    user_id,
    coalesce(number_of_own_open_issues, 0) as number_of_own_open_issues,
    coalesce(number_of_own_pushed_commits, 0) as number_of_own_pushed_commits,
    main_repository_id,
    starred_repository_ids,
    is_anonymous,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from users_described
