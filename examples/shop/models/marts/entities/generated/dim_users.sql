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
            case when attribute_name = 'acquisition_channel' then value end
        ) as acquisition_channel,
        max(
            case when attribute_name = 'user_cohort' then value end
        ) as user_cohort,
        max(
            case when attribute_name = 'user_lifecycle' then value end
        ) as user_lifecycle,
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),

number_of_purchases as (

    select
        person_id,
        number_of_purchases
    from {{ ref('prop_user__number_of_purchases') }}
    where valid_to is null

),

users_described as (

    select
        users.*,
        attributes_by_user.acquisition_channel,
        attributes_by_user.user_cohort,
        attributes_by_user.user_lifecycle,
        number_of_purchases.number_of_purchases,
        deleted.entity_id is not null as is_deleted,
        attributes_by_user.stated_source_name,
        attributes_by_user.stated_at
    from users
    left join deleted
        on users.entity_id = deleted.entity_id
    left join attributes_by_user
        on users.entity_id = attributes_by_user.entity_id
    left join number_of_purchases
        on users.person_id = number_of_purchases.person_id

)

select
    person_id,
    user_id,
    acquisition_channel,
    user_cohort,
    user_lifecycle,
    coalesce(number_of_purchases, 0) as number_of_purchases,
    is_anonymous,
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from users_described
