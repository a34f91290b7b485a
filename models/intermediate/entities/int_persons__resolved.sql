{{ config(materialized='table') }}

with

users as (

    select
        entity_id,
        first_event_at,
        last_event_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'user'

),

anonymous_events as (

    select
        person_id,
        occurred_at
    from {{ ref('int_events__identified') }}
    where person_user_id is null and person_id is not null

)

select
    {{ person_key('user_id', 'entity_id') }} as person_id,
    entity_id as user_id,
    false as is_anonymous,
    first_event_at as first_seen_at,
    last_event_at as last_seen_at
from users
union all
select
    person_id,
    cast(null as {{ dbt.type_string() }}) as user_id,
    true as is_anonymous,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at
from anonymous_events
group by person_id
