with

traits as (

    select
        entity_type,
        entity_id,
        stated_at
    from {{ ref('int_traits__stated') }}
    where is_deleted and entity_id is not null and stated_at is not null

),

users as (

    select
        identifier_value,
        user_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

-- a user is deleted under whichever user_id of theirs
deletions as (

    select
        traits.entity_type,
        case when traits.entity_type = 'user' then users.user_id else traits.entity_id end
            as entity_id,
        traits.stated_at as deleted_at
    from traits
    left join users
        on traits.entity_type = 'user' and traits.entity_id = users.identifier_value

)

select distinct
    entity_type,
    entity_id,
    deleted_at
from deletions
-- a blocked user_id is nobody's
where entity_id is not null
