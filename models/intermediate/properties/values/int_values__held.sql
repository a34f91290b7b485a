with

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

occurrences as (

    select
        property_key,
        property_kind,
        entity_id,
        value,
        occurred_at,
        expires_at
    from {{ ref('int_properties__occurrences') }}
    where
        property_kind in ('count_distinct', 'list_distinct')
        and value is not null
        and entity_id in (select rebuilt.entity_id from rebuilt)

),

-- the kind of a property tells nothing apart here; as a key it lets a reader filter early
occurrences_in_order as (

    select
        *,
        max(expires_at) over (
            partition by property_key, property_kind, entity_id, value
            order by occurred_at
            rows between unbounded preceding and 1 preceding
        ) as held_until,
        row_number() over (
            partition by property_key, property_kind, entity_id, value
            order by occurred_at
        ) as occurrence_number
    from occurrences

),

occurrences_numbered as (

    select
        *,
        -- a null end is no end: only the first occurrence of such a value starts anything
        sum(case when occurrence_number = 1 or held_until < occurred_at then 1 else 0 end) over (
            partition by property_key, property_kind, entity_id, value
            order by occurred_at, occurrence_number
            rows unbounded preceding
        ) as spell_number
    from occurrences_in_order

)

select
    property_key,
    property_kind,
    entity_id,
    value,
    min(occurred_at) as valid_from,
    max(expires_at) as valid_to
from occurrences_numbered
group by property_key, property_kind, entity_id, value, spell_number
