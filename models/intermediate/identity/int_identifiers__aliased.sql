with

events as (

    select
        user_id,
        anonymous_id,
        nullif(trim({{ json_text('properties', "'previous_id'") }}), '') as previous_id,
        occurred_at
    from {{ ref('int_events__accepted') }}
    where event_type = 'alias'

),

users as (

    select user_id from {{ ref('int_identifiers__sighted') }}
    where user_id is not null
    union
    select entity_id as user_id from {{ ref('int_traits__unioned') }}
    where entity_type = 'user' and entity_id is not null

),

-- an alias may continue what another id of the user or a device began
aliases as (

    select
        events.user_id,
        events.anonymous_id,
        events.previous_id,
        case when users.user_id is null then 'anonymous_id' else 'user_id' end as previous_type,
        events.occurred_at
    from events
    left join users
        on events.previous_id = users.user_id
    where events.previous_id is not null

)

select
    previous_type as one_type,
    previous_id as one_value,
    'user_id' as other_type,
    user_id as other_value,
    occurred_at
from aliases
where user_id <> previous_id or (user_id is not null and previous_type <> 'user_id')
union all
select
    previous_type as one_type,
    previous_id as one_value,
    'anonymous_id' as other_type,
    anonymous_id as other_value,
    occurred_at
from aliases
where
    anonymous_id <> previous_id
    or (anonymous_id is not null and previous_type <> 'anonymous_id')
union all
select
    previous_type as one_type,
    previous_id as one_value,
    null as other_type,
    null as other_value,
    occurred_at
from aliases
