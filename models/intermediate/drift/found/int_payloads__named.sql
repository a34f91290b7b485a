with

payloads as (

    select * from {{ ref('int_payloads__described') }}

),

planned_names as (

    select
        seen_name,
        event_name
    from {{ ref('plan_event_names') }}

),

planned_properties as (

    select * from {{ ref('plan_event_properties') }}

)

select
    payloads.source_name,
    -- rows without any clock come before all others
    case when payloads.load_id = 'unknown' then '' else payloads.load_id end as load_id,
    planned_names.event_name,
    payloads.event_name as seen_event_name,
    planned_properties.property_name,
    planned_properties.property_type,
    planned_properties.is_required,
    payloads.property_name as seen_name,
    payloads.json_type,
    payloads.number_of_rows,
    payloads.first_seen_at,
    payloads.last_seen_at
from payloads
inner join planned_names
    on payloads.event_name = planned_names.seen_name
left join planned_properties
    on
        planned_names.event_name = planned_properties.event_name
        and payloads.property_name = planned_properties.seen_name
