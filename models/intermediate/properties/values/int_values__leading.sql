with

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

occurrences as (

    select
        property_key,
        entity_id,
        value,
        occurred_at,
        count(*) as occurrences_at_moment
    from {{ ref('int_properties__occurrences') }}
    where
        property_kind = 'most_frequent'
        and expires_at is null
        and value is not null
        and entity_id in (select rebuilt.entity_id from rebuilt)
    group by property_key, entity_id, value, occurred_at

),

occurrences_counted as (

    select
        *,
        sum(occurrences_at_moment) over (
            partition by property_key, entity_id, value order by occurred_at
        ) as number_of_occurrences
    from occurrences

),

occurrences_compared as (

    select
        *,
        max(number_of_occurrences) over (
            partition by property_key, entity_id order by occurred_at
        ) as highest_number
    from occurrences_counted

)

-- counts that only grow are overtaken by none but the value that occurs; once is no preference,
-- and of equals the first in the alphabet leads
select distinct
    property_key,
    entity_id,
    occurred_at as changed_at,
    min(value) over (
        partition by property_key, entity_id, number_of_occurrences order by occurred_at
    ) as value
from occurrences_compared
where number_of_occurrences = highest_number and number_of_occurrences >= 2
