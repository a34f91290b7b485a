{{ config(materialized='table') }}

with

found as (

    select * from {{ ref('int_columns__found') }}

),

attributes as (

    select * from {{ ref('int_attributes__found') }}

),

columns_compared as (

    select
        source_name,
        relation_name,
        expected_name as property,
        expected_name as accepted_name,
        expected_type,
        name,
        type,
        is_column,
        number_of_rows,
        first_seen_at,
        last_seen_at,
        '{{ var("epoch_unit") }}' <> '' as reads_epochs
    from found
    where expected_name is not null
    union all
    select
        source_name,
        relation_name,
        property,
        accepted_name,
        expected_type,
        name,
        type,
        is_column,
        number_of_rows,
        first_seen_at,
        last_seen_at,
        false as reads_epochs
    from attributes
    union all
    select
        found.source_name,
        found.relation_name,
        null as property,
        null as accepted_name,
        null as expected_type,
        found.name,
        found.type,
        found.is_column,
        found.number_of_rows,
        found.first_seen_at,
        found.last_seen_at,
        null as reads_epochs
    from found
    left join attributes
        on
            found.source_name = attributes.source_name
            and found.relation_name = attributes.relation_name
            and found.name = attributes.accepted_name
    where found.expected_name is null and attributes.accepted_name is null

)

select
    source_name,
    relation_name,
    property,
    accepted_name,
    expected_type,
    name,
    type,
    is_column,
    number_of_rows,
    first_seen_at,
    last_seen_at,
    reads_epochs,
    property is not null
    and count(name) over (partition by source_name, relation_name, property) = 0
        as is_missing
from columns_compared
