{{ config(materialized='table') }}

with

observed as (

    select
        entity_type,
        entity_id,
        first_known_at
    from {{ ref('int_entities__observed') }}

),

-- what calls state of an entity is no return of one that a table deleted
traits as (

    select
        entity_type,
        entity_id,
        stated_at,
        received_at,
        content_digest,
        is_deleted
    from {{ ref('int_traits__identified') }}
    where evidence = 'table' and entity_id is not null and stated_at is not null

),

-- being known is a statement too, the weakest of its moment
statements as (

    select
        entity_type,
        entity_id,
        stated_at,
        received_at,
        content_digest,
        is_deleted
    from traits
    union all
    select
        entity_type,
        entity_id,
        first_known_at as stated_at,
        null as received_at,
        null as content_digest,
        false as is_deleted
    from observed
    where first_known_at is not null

),

statements_ranked as (

    select
        *,
        row_number() over (
            partition by entity_type, entity_id, stated_at
            order by received_at desc nulls last, content_digest asc nulls last
        ) as rank_at_moment
    from statements

),

statements_in_order as (

    select
        entity_type,
        entity_id,
        stated_at,
        is_deleted,
        lag(is_deleted) over (partition by entity_type, entity_id order by stated_at)
            as was_deleted
    from statements_ranked
    where rank_at_moment = 1

),

turns as (

    select
        entity_type,
        entity_id,
        is_deleted,
        stated_at as valid_from,
        lead(stated_at) over (partition by entity_type, entity_id order by stated_at) as valid_to
    from statements_in_order
    where was_deleted is null or was_deleted <> is_deleted

)

select
    entity_type,
    entity_id,
    valid_from,
    valid_to
from turns
where not is_deleted
