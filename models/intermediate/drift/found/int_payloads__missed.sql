{{ config(materialized='table') }}

with

payloads as (

    select * from {{ ref('int_payloads__named') }}

),

planned_properties as (

    select distinct
        event_name,
        property_name,
        property_type
    from {{ ref('plan_event_properties') }}
    where not is_deprecated

),

events as (

    select
        source_name,
        event_name,
        load_id,
        sum(number_of_rows) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from payloads
    where json_type = 'event'
    group by source_name, event_name, load_id

),

properties as (

    select
        source_name,
        event_name,
        property_name,
        max(load_id) as last_load_id,
        sum(number_of_rows) as number_of_rows
    from payloads
    where property_name is not null
    group by source_name, event_name, property_name

),

-- one row per load of an event and each of its planned properties
expectations as (

    select
        events.source_name,
        events.event_name,
        planned_properties.property_name,
        planned_properties.property_type,
        properties.number_of_rows as rows_with_property,
        properties.last_load_id is null or events.load_id > properties.last_load_id as is_after,
        events.number_of_rows,
        events.first_seen_at,
        events.last_seen_at
    from events
    inner join planned_properties
        on events.event_name = planned_properties.event_name
    left join properties
        on
            events.source_name = properties.source_name
            and events.event_name = properties.event_name
            and planned_properties.property_name = properties.property_name

),

properties_counted as (

    select
        source_name,
        event_name,
        property_name,
        property_type,
        coalesce(rows_with_property, 1) as rows_with_property,
        coalesce(sum(case when not is_after then number_of_rows end), 1) as rows_until,
        sum(case when is_after then number_of_rows end) as rows_after,
        min(case when is_after then first_seen_at end) as first_seen_at,
        max(case when is_after then last_seen_at end) as last_seen_at
    from expectations
    group by source_name, event_name, property_name, property_type, rows_with_property

)

select
    source_name,
    event_name,
    property_name,
    property_type,
    cast(rows_after as {{ dbt.type_bigint() }}) as number_of_rows,
    first_seen_at,
    last_seen_at
from properties_counted
-- as often as it came before, it would have come five times by now
where rows_after * rows_with_property >= 5 * rows_until
