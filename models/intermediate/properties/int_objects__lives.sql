{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_objects__touched'), ['property_key', 'object_id']
    ) }}",
) }}

with

actions as (

    select
        *,
        case action when 'created' then 1 when 'restored' then 2 when 'deleted' then 3 else 0 end
            as action_rank
    from {{ ref('int_objects__actions') }}
    {%- if is_incremental() %}
        where (property_key, object_id) in (
            select
                touched.property_key,
                touched.object_id
            from {{ ref('int_objects__touched') }} as touched
        )
    {%- endif %}

),

histories as (

    select
        property_key,
        min(occurred_at) as history_starts_at
    from {{ ref('int_objects__actions') }}
    where object_id is not null and opening = 'present'
    group by property_key

),

actions_in_order as (

    select
        *,
        row_number() over (
            partition by property_key, object_id
            order by occurred_at, action_rank, received_at, event_id, source_name
        ) as action_number,
        sum(case when action = 'created' then 1 else 0 end) over (
            partition by property_key, object_id
            order by occurred_at, action_rank, received_at, event_id, source_name
            rows unbounded preceding
        ) as creation_number
    from actions
    where object_id is not null

),

-- the creating event names the owner, and so does a later event that says so itself
actions_with_statement as (

    select
        *,
        case
            when is_owner_stated or (action = 'created' and creation_number = 1) then owner_id
        end as stated_owner_id,
        case when action <> 'moved' then action end as stated_action
    from actions_in_order

),

actions_grouped as (

    select
        *,
        count(stated_owner_id) over (
            partition by property_key, object_id order by action_number
        ) as owner_number,
        count(stated_action) over (
            partition by property_key, object_id order by action_number
        ) as state_number,
        lead(occurred_at) over (
            partition by property_key, object_id order by action_number
        ) as next_occurred_at
    from actions_with_statement

),

actions_with_state as (

    select
        *,
        max(stated_owner_id) over (
            partition by property_key, object_id, owner_number
        ) as last_stated_owner_id,
        max(stated_action) over (
            partition by property_key, object_id, state_number
        ) as last_action,
        -- before any statement an object is its creator's; without a creating event, it is whose
        -- the first statement to come says, else whose the first event is
        case
            when max(creation_number) over (partition by property_key, object_id) > 0
                then max(case when action = 'created' and creation_number = 1 then owner_id end)
                    over (partition by property_key, object_id)
            else first_value(coalesce(stated_owner_id, owner_id)) over (
                partition by property_key, object_id
                order by
                    case
                        when stated_owner_id is not null then 1
                        when owner_id is not null then 2
                        else 3
                    end,
                    action_number
            )
        end as first_owner_id
    from actions_grouped

),

lives as (

    select
        property_key,
        object_id,
        coalesce(last_stated_owner_id, first_owner_id) as entity_id,
        occurred_at as valid_from,
        next_occurred_at as valid_to
    from actions_with_state
    where
        last_action in ('created', 'restored')
        or (last_action is null and opening = 'present')
    union all
    -- declared to be older than the data: live before its first action, a deletion or a move
    select
        actions_with_state.property_key,
        actions_with_state.object_id,
        actions_with_state.first_owner_id as entity_id,
        histories.history_starts_at as valid_from,
        actions_with_state.occurred_at as valid_to
    from actions_with_state
    inner join histories
        on actions_with_state.property_key = histories.property_key
    where
        actions_with_state.action_number = 1
        and actions_with_state.action in ('deleted', 'moved')
        and actions_with_state.opening = 'present'

)

select
    property_key,
    object_id,
    entity_id,
    valid_from,
    valid_to
from lives
where entity_id is not null and (valid_to is null or valid_from < valid_to)
