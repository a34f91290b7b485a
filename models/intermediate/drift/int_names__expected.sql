with

columns_expected as (

    select distinct
        source_name,
        relation_name,
        property,
        accepted_name,
        expected_type,
        is_missing
    from {{ ref('int_columns__compared') }}
    where property is not null

),

events as (

    select distinct
        source_name,
        event_name
    from {{ ref('int_payloads__named') }}

),

planned_properties as (

    select * from {{ ref('plan_event_properties') }}

),

missed as (

    select * from {{ ref('int_payloads__missed') }}

)

select
    source_name,
    relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    property,
    accepted_name,
    expected_type,
    is_missing
from columns_expected
union all
select
    events.source_name,
    'events' as relation_name,
    events.event_name,
    planned_properties.property_name as property,
    planned_properties.seen_name as accepted_name,
    planned_properties.property_type as expected_type,
    missed.property_name is not null as is_missing
from events
inner join planned_properties
    on events.event_name = planned_properties.event_name
left join missed
    on
        events.source_name = missed.source_name
        and events.event_name = missed.event_name
        and planned_properties.property_name = missed.property_name
