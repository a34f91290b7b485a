with

found as (

    select * from {{ ref('int_columns__found') }}

),

planned_attributes as (

    select * from {{ ref('plan_attributes') }}

),

-- the other columns of an entity's relation state its attributes, under the very name of the plan
relations as (

    select distinct
        source_name,
        relation_name,
        entity_type
    from found
    where entity_type is not null

),

attributes as (

    select
        relations.source_name,
        relations.relation_name,
        planned_attributes.attribute_name,
        planned_attributes.trait_key,
        planned_attributes.attribute_type,
        found.name,
        found.type,
        found.is_column,
        found.number_of_rows,
        found.first_seen_at,
        found.last_seen_at
    from relations
    inner join planned_attributes
        on relations.entity_type = planned_attributes.entity_type
    left join found
        on
            relations.source_name = found.source_name
            and relations.relation_name = found.relation_name
            and planned_attributes.trait_key = coalesce(found.name, found.expected_name)
    -- the contract knows the column already
    where found.expected_name is null

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
        attribute_name as property,
        trait_key as accepted_name,
        attribute_type as expected_type,
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
            and found.name = attributes.trait_key
    where found.expected_name is null and attributes.trait_key is null

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
