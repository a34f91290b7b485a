with

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

occurrences as (

    select * from {{ ref('int_properties__occurrences') }}
    where
        property_kind in ('latest', 'earliest')
        and value is not null
        and entity_id in (select rebuilt.entity_id from rebuilt)

),

occurrences_in_order as (

    select
        *,
        lead(occurred_at) over (
            partition by property_key, entity_id
            order by occurred_at, received_at, event_id, source_name
        ) as next_occurred_at,
        lag(expires_at) over (
            partition by property_key, entity_id
            order by occurred_at, received_at, event_id, source_name
        ) as previous_expires_at,
        row_number() over (
            partition by property_key, entity_id
            order by occurred_at, received_at, event_id, source_name
        ) as occurrence_number
    from occurrences

)

-- the latest holds until the next one or the end of its window
select
    property_key,
    entity_id,
    value,
    occurred_at as valid_from,
    least(next_occurred_at, expires_at) as valid_to
from occurrences_in_order
where property_kind = 'latest'
union all
-- the earliest holds from the moment the one before it left the window
select
    property_key,
    entity_id,
    value,
    greatest(occurred_at, previous_expires_at) as valid_from,
    expires_at as valid_to
from occurrences_in_order
where property_kind = 'earliest' and (occurrence_number = 1 or previous_expires_at is not null)
