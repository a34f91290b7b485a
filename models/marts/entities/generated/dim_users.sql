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
        max(
            case when attribute_name = 'job_title' then value end
        ) as job_title,
        max(
            case when attribute_name = 'country' then value end
        ) as country,
        max(
            case when attribute_name = 'created_at' then value end
        ) as created_at,
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),

number_of_reports as (

    select
        person_id,
        number_of_reports
    from {{ ref('prop_user__number_of_reports') }}
    where valid_to is null

),

preferred_report_type as (

    select
        person_id,
        preferred_report_type
    from {{ ref('prop_user__preferred_report_type') }}
    where valid_to is null

),

number_of_products_added as (

    select
        person_id,
        number_of_products_added
    from {{ ref('prop_user__number_of_products_added') }}
    where valid_to is null

),

total_spent as (

    select
        person_id,
        total_spent
    from {{ ref('prop_user__total_spent') }}
    where valid_to is null

),

number_of_orders_30_days as (

    select
        person_id,
        number_of_orders_30_days
    from {{ ref('prop_user__number_of_orders_30_days') }}
    where valid_to is null

),

number_of_jazz_tracks as (

    select
        person_id,
        number_of_jazz_tracks
    from {{ ref('prop_user__number_of_jazz_tracks') }}
    where valid_to is null

),

preferred_genre as (

    select
        person_id,
        preferred_genre
    from {{ ref('prop_user__preferred_genre') }}
    where valid_to is null

),

artists as (

    select
        person_id,
        artists
    from {{ ref('prop_user__artists') }}
    where valid_to is null

),

first_report_created_at as (

    select
        person_id,
        first_report_created_at
    from {{ ref('prop_user__first_report_created_at') }}
    where valid_to is null

),

users_described as (

    select
        users.*,
        attributes_by_user.job_title,
        attributes_by_user.country,
        attributes_by_user.created_at,
        number_of_reports.number_of_reports,
        preferred_report_type.preferred_report_type,
        number_of_products_added.number_of_products_added,
        total_spent.total_spent,
        number_of_orders_30_days.number_of_orders_30_days,
        number_of_jazz_tracks.number_of_jazz_tracks,
        preferred_genre.preferred_genre,
        artists.artists,
        first_report_created_at.first_report_created_at,
        deleted.entity_id is not null as is_deleted,
        attributes_by_user.stated_source_name,
        attributes_by_user.stated_at
    from users
    left join deleted
        on users.entity_id = deleted.entity_id
    left join attributes_by_user
        on users.entity_id = attributes_by_user.entity_id
    left join number_of_reports
        on users.person_id = number_of_reports.person_id
    left join preferred_report_type
        on users.person_id = preferred_report_type.person_id
    left join number_of_products_added
        on users.person_id = number_of_products_added.person_id
    left join total_spent
        on users.person_id = total_spent.person_id
    left join number_of_orders_30_days
        on users.person_id = number_of_orders_30_days.person_id
    left join number_of_jazz_tracks
        on users.person_id = number_of_jazz_tracks.person_id
    left join preferred_genre
        on users.person_id = preferred_genre.person_id
    left join artists
        on users.person_id = artists.person_id
    left join first_report_created_at
        on users.person_id = first_report_created_at.person_id

)

select
    person_id,
    user_id,
    job_title,
    country,
    {{ read_as('created_at', 'timestamp') }} as created_at,
    coalesce(number_of_reports, 0) as number_of_reports,
    preferred_report_type,
    coalesce(number_of_products_added, 0) as number_of_products_added,
    coalesce(total_spent, 0) as total_spent,
    coalesce(number_of_orders_30_days, 0) as number_of_orders_30_days,
    coalesce(number_of_jazz_tracks, 0) as number_of_jazz_tracks,
    preferred_genre,
    artists,
    first_report_created_at,
    is_anonymous,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from users_described
