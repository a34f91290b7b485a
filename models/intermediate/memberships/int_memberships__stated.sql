with

memberships as (

    select * from {{ ref('int_memberships__unioned') }}

),

planned_tables as (

    select evidence from {{ ref('plan_memberships') }}
    where evidence = 'table'

),

users as (

    select
        identifier_value,
        user_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

-- a spell is one joining; its latest stated row counts
spells_ranked as (

    select
        users.user_id,
        memberships.organization_id,
        memberships.role,
        memberships.joined_at,
        memberships.left_at,
        row_number() over (
            partition by users.user_id, memberships.organization_id, memberships.joined_at
            order by memberships.stated_at desc nulls last, memberships.content_digest asc
        ) as statement_number
    from memberships
    cross join planned_tables
    -- a blocked user_id is nobody's
    inner join users
        on memberships.user_id = users.identifier_value
    where
        memberships.organization_id is not null
        and memberships.joined_at is not null

)

select
    user_id,
    organization_id,
    role,
    joined_at as valid_from,
    left_at as valid_to
from spells_ranked
where statement_number = 1 and (left_at is null or joined_at < left_at)
