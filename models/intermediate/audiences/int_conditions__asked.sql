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

-- each condition asks of the organizations of a person, or of the members of an organization
memberships_asked as (

    select
        conditions.condition_key,
        conditions.inner_condition_key,
        conditions.asked_of,
        conditions.at_least,
        case
            when conditions.asked_of = 'organization' then memberships.organization_id
            else memberships.person_id
        end as asked_id,
        case
            when conditions.asked_of = 'organization' then memberships.person_id
            else memberships.organization_id
        end as entity_id,
        memberships.valid_from,
        memberships.valid_to
    from conditions
    cross join memberships

),

-- of members who fail, each member counts but for the time in which they are as asked
occurrences as (

    select
        asked.condition_key,
        asked.entity_id,
        case when asked.asked_of = 'failing_members' then -1 else 1 end as weight,
        asked.at_least,
        greatest(asked.valid_from, held.valid_from) as starts_at,
        least(
            coalesce(asked.valid_to, held.valid_to),
            coalesce(held.valid_to, asked.valid_to)
        ) as ends_at
    from memberships_asked as asked
    inner join held
        on
            asked.inner_condition_key = held.condition_key
            and asked.asked_id = held.entity_id
    union all
    select
        condition_key,
        entity_id,
        1 as weight,
        at_least,
        valid_from as starts_at,
        valid_to as ends_at
    from memberships_asked
    where asked_of = 'failing_members'

)

{{ periods_with_enough('occurrences', 'condition_key') }}
