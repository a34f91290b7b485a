with

payloads as (

    select * from {{ ref('int_payloads__named') }}
    where property_name is not null

),

properties_by_type as (

    select
        source_name,
        event_name,
        property_name,
        property_type,
        is_required,
        json_type,
        json_type = case
            when property_type in ('integer', 'number', 'money') then 'number'
            when property_type in ('timestamp', 'date') then 'string'
            else property_type
        end as is_as_planned,
        sum(number_of_rows) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from payloads
    group by source_name, event_name, property_name, property_type, is_required, json_type

)

select
    source_name,
    'events' as relation_name,
    event_name,
    property_name as property,
    'retyped' as kind,
    cast(null as {{ dbt.type_string() }}) as seen_as,
    property_type as expected,
    string_agg(json_type, ', ' order by json_type) as found,
    cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from properties_by_type
where not is_as_planned and json_type <> 'null'
group by source_name, event_name, property_name, property_type
union all
select
    source_name,
    'events' as relation_name,
    event_name,
    property_name as property,
    'null_key' as kind,
    null as seen_as,
    property_type as expected,
    json_type as found,
    cast(number_of_rows as {{ dbt.type_bigint() }}) as number_of_rows,
    first_seen_at,
    last_seen_at
from properties_by_type
where is_required and json_type = 'null'
