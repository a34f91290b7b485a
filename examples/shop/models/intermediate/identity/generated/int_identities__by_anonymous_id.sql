-- plan/identity.yml: the persons that anonymous_id tells apart
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'built_whole_with': 'int_identifiers__resolved'},
    pre_hook="{{ customer_data.delete_listed(
        ref('int_identifiers__rebuilt'), ['identifier_type', 'identifier_value']
    ) }}",
) }}

with

rebuilt as (

    select * from {{ ref('int_identifiers__rebuilt') }}

),

seen as (

    select * from {{ ref('int_identifiers__seen') }}
    where
        identifier_type = 'anonymous_id'
        and (identifier_type, identifier_value) in (
            select
                rebuilt.identifier_type,
                rebuilt.identifier_value
            from rebuilt
        )

),

touches as (

    select * from {{ ref('int_identities__met_by_anonymous_id') }}

),

stronger as (

    select * from {{ ref('int_identities__by_user_id') }}
    where (identifier_type, identifier_value) in (
        select
            rebuilt.identifier_type,
            rebuilt.identifier_value
        from rebuilt
    )

),

limits as (

    select * from {{ ref('plan_identifier_types') }}

),

components as (

    select
        component,
        max(touched_at) as joined_at,
        min(case when is_whole then 1 else 0 end) = 1 as is_whole
    from touches
    where component is not null
    group by component

),

members as (

    select
        touches.component,
        stronger.identifier_type,
        stronger.identifier_value,
        stronger.unit,
        stronger.priority,
        stronger.first_seen_at,
        stronger.claimed_person_id
    from touches
    inner join stronger
        on touches.touched_id = stronger.claimed_person_id
    where touches.component is not null and not stronger.is_rejected
    union
    select
        touches.component,
        seen.identifier_type,
        seen.identifier_value,
        seen.unit,
        seen.priority,
        seen.first_seen_at,
        seen.identifier_id as claimed_person_id
    from touches
    inner join seen
        on touches.identifier_value = seen.identifier_value
    where touches.component is not null

),

members_counted as (

    select
        component,
        identifier_type,
        count(distinct unit) as number_of_identifiers
    from members
    group by component, identifier_type

),

components_over_a_limit as (

    select distinct members_counted.component
    from members_counted
    inner join limits
        on members_counted.identifier_type = limits.identifier_type
    where members_counted.number_of_identifiers > limits.max_per_person

),

members_ranked as (

    select
        *,
        row_number() over (
            partition by component
            order by priority, first_seen_at nulls last, identifier_value
        ) as member_number
    from members

),

-- a component within all limits becomes one person, called by its first identifier
persons as (

    select
        components.component,
        components.joined_at,
        members_ranked.claimed_person_id
    from components
    inner join members_ranked
        on components.component = members_ranked.component
    left join components_over_a_limit
        on components.component = components_over_a_limit.component
    where
        components.is_whole
        and members_ranked.member_number = 1
        and components_over_a_limit.component is null

),

stronger_joined as (

    select distinct
        touches.touched_id,
        persons.claimed_person_id,
        persons.joined_at
    from touches
    inner join persons
        on touches.component = persons.component
    where not touches.is_link

),

stronger_renamed as (

    select
        stronger.*,
        coalesce(stronger_joined.claimed_person_id, stronger.claimed_person_id) as joined_person_id,
        case
            when
                not stronger.is_rejected
                and stronger_joined.claimed_person_id <> stronger.claimed_person_id
                then greatest(stronger.claimed_at, stronger_joined.joined_at)
            else stronger.claimed_at
        end as joined_claimed_at
    from stronger
    left join stronger_joined
        on stronger.claimed_person_id = stronger_joined.touched_id

),

values_joined as (

    select
        touches.identifier_value,
        persons.claimed_person_id,
        persons.joined_at,
        min(case when touches.touched_id = persons.claimed_person_id then touches.touched_at end)
            as touched_at
    from touches
    inner join persons
        on touches.component = persons.component
    group by touches.identifier_value, persons.claimed_person_id, persons.joined_at

),

touches_ranked as (

    select
        *,
        row_number() over (
            partition by identifier_value order by touched_at, touched_id
        ) as touch_number
    from touches
    where not is_link

),

values_touching as (

    select
        identifier_value,
        count(*) as number_of_persons,
        max(case when touch_number = 1 then touched_id end) as claimed_person_id,
        max(case when touch_number = 1 then touched_at end) as touched_at,
        max(case when touch_number = 2 then touched_at end) as contested_at
    from touches_ranked
    group by identifier_value

),

-- beyond the limit of one person, none of its values says anything
values_attached as (

    select
        values_touching.identifier_value,
        values_touching.claimed_person_id,
        seen.unit,
        row_number() over (
            partition by values_touching.claimed_person_id
            order by values_touching.touched_at, values_touching.identifier_value
        ) as value_number,
        values_touching.touched_at
    from values_touching
    inner join seen
        on values_touching.identifier_value = seen.identifier_value
    left join values_joined
        on values_touching.identifier_value = values_joined.identifier_value
    where values_touching.number_of_persons = 1 and values_joined.identifier_value is null

),

persons_over_the_limit as (

    select
        values_attached.claimed_person_id,
        max(
            case
                when values_attached.value_number = limits.max_per_person + 1
                    then values_attached.touched_at
            end
        ) as contested_at
    from values_attached
    inner join limits
        on limits.identifier_type = 'anonymous_id'
    group by values_attached.claimed_person_id, limits.max_per_person
    having count(distinct values_attached.unit) > limits.max_per_person

),

values_placed as (

    select
        seen.*,
        values_joined.claimed_person_id as joined_person_id,
        values_joined.joined_at,
        values_joined.touched_at as joined_touched_at,
        values_touching.claimed_person_id as touched_person_id,
        values_touching.touched_at,
        case
            when values_joined.claimed_person_id is not null then null
            when values_touching.number_of_persons > 1 then 'shared'
            when persons_over_the_limit.claimed_person_id is not null then 'too_many'
        end as rejection_reason,
        case
            when values_joined.claimed_person_id is not null then null
            when values_touching.number_of_persons > 1 then values_touching.contested_at
            else persons_over_the_limit.contested_at
        end as contested_at
    from seen
    left join values_joined
        on seen.identifier_value = values_joined.identifier_value
    left join values_touching
        on seen.identifier_value = values_touching.identifier_value
    left join persons_over_the_limit
        on values_touching.claimed_person_id = persons_over_the_limit.claimed_person_id

)

select
    identifier_id,
    identifier_type,
    identifier_value,
    unit,
    priority,
    first_seen_at,
    joined_person_id as claimed_person_id,
    is_rejected,
    rejection_reason,
    joined_claimed_at as claimed_at,
    contested_at
from stronger_renamed
union all
select
    identifier_id,
    identifier_type,
    identifier_value,
    unit,
    priority,
    first_seen_at,
    coalesce(joined_person_id, touched_person_id, identifier_id) as claimed_person_id,
    rejection_reason is not null as is_rejected,
    rejection_reason,
    case
        when coalesce(joined_person_id, touched_person_id, identifier_id) = identifier_id
            then {{ customer_data.always() }}
        when joined_person_id is not null then coalesce(joined_touched_at, joined_at)
        else touched_at
    end as claimed_at,
    contested_at
from values_placed
