with

-- without an object id nothing tells which object an action means: count, never below zero
actions as (

    select
        property_key,
        owner_id,
        occurred_at,
        received_at,
        event_id,
        source_name,
        case when action = 'deleted' then -1 else 1 end as change
    from {{ ref('int_objects__actions') }}
    where object_id is null and owner_id is not null and action <> 'moved'

),

actions_summed as (

    select
        *,
        sum(change) over (
            partition by property_key, owner_id
            order by occurred_at, received_at, event_id, source_name
            rows unbounded preceding
        ) as balance
    from actions

),

actions_with_floor as (

    select
        *,
        balance - least(
            0,
            min(balance) over (
                partition by property_key, owner_id
                order by occurred_at, received_at, event_id, source_name
                rows unbounded preceding
            )
        ) as amount,
        lead(occurred_at) over (
            partition by property_key, owner_id
            order by occurred_at, received_at, event_id, source_name
        ) as next_occurred_at
    from actions_summed

)

select
    property_key,
    owner_id as entity_id,
    amount,
    occurred_at as valid_from,
    next_occurred_at as valid_to
from actions_with_floor
where amount > 0 and (next_occurred_at is null or occurred_at < next_occurred_at)
