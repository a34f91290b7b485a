with

expected as (

    select * from {{ ref('int_names__expected') }}
    where is_missing

),

paired as (

    select * from {{ ref('int_names__paired') }}

),

missed as (

    select * from {{ ref('int_payloads__missed') }}

),

missing_names as (

    select
        expected.source_name,
        expected.relation_name,
        expected.event_name,
        expected.property,
        min(expected.expected_type) as expected
    from expected
    left join paired
        on
            expected.source_name = paired.source_name
            and expected.relation_name = paired.relation_name
            and expected.event_name is not distinct from paired.event_name
            and expected.property = paired.property
    where paired.property is null
    group by
        expected.source_name, expected.relation_name, expected.event_name, expected.property

)

select
    missing_names.source_name,
    missing_names.relation_name,
    missing_names.event_name,
    missing_names.property,
    'missing' as kind,
    cast(null as {{ dbt.type_string() }}) as seen_as,
    missing_names.expected,
    cast(null as {{ dbt.type_string() }}) as found,
    missed.number_of_rows,
    missed.first_seen_at,
    missed.last_seen_at
from missing_names
left join missed
    on
        missing_names.source_name = missed.source_name
        and missing_names.event_name = missed.event_name
        and missing_names.property = missed.property_name
