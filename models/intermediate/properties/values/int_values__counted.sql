with

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

contributions as (

    select
        property_key,
        entity_id,
        value,
        occurred_at as valid_from,
        expires_at as valid_to
    from {{ ref('int_properties__occurrences') }}
    where
        property_kind = 'most_frequent'
        and expires_at is not null
        and value is not null
        and entity_id in (select rebuilt.entity_id from rebuilt)

),

changes as (

    select
        contributions.*,
        contributions.valid_from as changed_at,
        1 as change
    from contributions
    union all
    select
        contributions.*,
        contributions.valid_to as changed_at,
        -1 as change
    from contributions

),

changes_by_moment as (

    select
        changes.property_key,
        changes.entity_id,
        changes.value,
        changes.changed_at,
        sum(changes.change) as change
    from changes
    group by
        changes.property_key,
        changes.entity_id,
        changes.value,
        changes.changed_at

),

-- every value at every moment, so that a running sum tells how often it had occurred by then
moments as (

    select distinct
        property_key,
        entity_id,
        changed_at
    from changes_by_moment

),

entity_values as (

    select distinct
        property_key,
        entity_id,
        value
    from changes_by_moment

)

select
    entity_values.property_key,
    entity_values.entity_id,
    entity_values.value,
    moments.changed_at,
    sum(coalesce(changes_by_moment.change, 0)) over (
        partition by entity_values.property_key, entity_values.entity_id, entity_values.value
        order by moments.changed_at
    ) as number_of_occurrences
from entity_values
inner join moments
    on
        entity_values.property_key = moments.property_key
        and entity_values.entity_id = moments.entity_id
left join changes_by_moment
    on
        entity_values.property_key = changes_by_moment.property_key
        and entity_values.entity_id = changes_by_moment.entity_id
        and entity_values.value = changes_by_moment.value
        and moments.changed_at = changes_by_moment.changed_at
