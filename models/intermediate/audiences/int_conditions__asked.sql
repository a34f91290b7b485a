with

conditions as (

    select * from {{ ref('plan_conditions') }}
    where asked_of is not null

),

held as (

    select * from {{ ref('int_conditions__held') }}

),

memberships as (

    select
        person_id,
        organization_id,
        valid_from,
        valid_to
    from {{ ref('dim_memberships_history') }}

),

-- when a member, or an organization of theirs, is as asked
memberships_held as (

    select
        conditions.condition_key,
        conditions.asked_of,
        conditions.at_least,
        memberships.person_id,
        memberships.organization_id,
        greatest(memberships.valid_from, held.valid_from) as starts_at,
        least(
            coalesce(memberships.valid_to, held.valid_to),
            coalesce(held.valid_to, memberships.valid_to)
        ) as ends_at
    from conditions
    inner join held
        on conditions.inner_condition_key = held.condition_key
    inner join memberships
        on
            case
                when conditions.asked_of = 'organization' then memberships.organization_id
                else memberships.person_id
            end = held.entity_id

),

-- of members who fail, each member counts but for the time in which they are as asked
occurrences as (

    select
        condition_key,
        case when asked_of = 'organization' then person_id else organization_id end as entity_id,
        case when asked_of = 'failing_members' then -1 else 1 end as weight,
        at_least,
        starts_at,
        ends_at
    from memberships_held
    union all
    select
        conditions.condition_key,
        memberships.organization_id as entity_id,
        1 as weight,
        conditions.at_least,
        memberships.valid_from as starts_at,
        memberships.valid_to as ends_at
    from conditions
    cross join memberships
    where conditions.asked_of = 'failing_members'

)

{{ periods_with_enough('occurrences', 'condition_key') }}
