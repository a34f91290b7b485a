{{ config(materialized='table') }}

with

traits as (

    select * from {{ ref('int_traits__identified') }}
    where entity_id is not null and stated_at is not null

),

planned_attributes as (

    select * from {{ ref('plan_attributes') }}

),

statements as (

    select
        traits.entity_type,
        traits.entity_id,
        planned_attributes.attribute_name,
        planned_attributes.attribute_type,
        planned_attributes.is_personal,
        planned_attributes.key_rank,
        {{ json_text('traits.traits', 'planned_attributes.trait_key') }} as value,
        traits.source_name,
        traits.evidence,
        traits.stated_at,
        traits.received_at,
        traits.event_id,
        traits.content_digest
    from traits
    inner join planned_attributes
        on traits.entity_type = planned_attributes.entity_type
    -- an attribute that was not sent stays, one that was sent as null is cleared
    where {{ json_has_key('traits.traits', 'planned_attributes.trait_key') }}

),

statements_with_tables as (

    select
        *,
        max(case when evidence = 'table' then 1 else 0 end) over (
            partition by entity_type, entity_id, attribute_name
        ) as is_stated_by_a_table
    from statements

),

-- what the table of organizations states, group calls state no more
statements_ranked as (

    select
        *,
        row_number() over (
            partition by entity_type, entity_id, attribute_name, stated_at
            -- the latest call, in the order of all events; rows of tables are not events
            order by
                received_at desc nulls last,
                event_id desc nulls last,
                content_digest asc,
                key_rank asc
        ) as rank_at_moment
    from statements_with_tables
    where entity_type = 'user' or evidence = 'table' or is_stated_by_a_table = 0

),

statements_in_order as (

    select
        *,
        lag(value) over (
            partition by entity_type, entity_id, attribute_name order by stated_at
        ) as previous_value,
        row_number() over (
            partition by entity_type, entity_id, attribute_name order by stated_at
        ) as statement_number
    from statements_ranked
    where rank_at_moment = 1

)

select
    entity_type,
    entity_id,
    attribute_name,
    attribute_type,
    is_personal,
    value,
    source_name,
    evidence,
    stated_at as valid_from,
    lead(stated_at) over (
        partition by entity_type, entity_id, attribute_name order by stated_at
    ) as valid_to
from statements_in_order
where statement_number = 1 or value is distinct from previous_value
