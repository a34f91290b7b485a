with

effects as (

    select * from {{ ref('int_memberships__joined_and_left') }}

),

-- starts and ends alternate, so the next of them closes a spell
turns as (

    select
        user_id,
        organization_id,
        effect_number,
        is_start,
        occurred_at as valid_from,
        lead(occurred_at) over (
            partition by user_id, organization_id order by effect_number
        ) as valid_to,
        lead(effect_number) over (
            partition by user_id, organization_id order by effect_number
        ) as end_number
    from effects
    where is_start or is_end

),

-- a role holds from its event until the next role of the same spell
roles as (

    select
        turns.user_id,
        turns.organization_id,
        turns.valid_to as spell_valid_to,
        turns.effect_number as spell_number,
        effects.effect_number,
        effects.role,
        effects.occurred_at as valid_from
    from turns
    inner join effects
        on
            turns.user_id = effects.user_id
            and turns.organization_id = effects.organization_id
            and turns.effect_number <= effects.effect_number
            and (turns.end_number is null or turns.end_number > effects.effect_number)
    where
        turns.is_start
        and (effects.effect_number = turns.effect_number or effects.role is not null)

),

roles_in_order as (

    select
        user_id,
        organization_id,
        role,
        valid_from,
        coalesce(
            lead(valid_from) over (
                partition by user_id, organization_id, spell_number order by effect_number
            ),
            spell_valid_to
        ) as valid_to
    from roles

)

select
    user_id,
    organization_id,
    role,
    valid_from,
    valid_to
from roles_in_order
where valid_to is null or valid_from < valid_to
