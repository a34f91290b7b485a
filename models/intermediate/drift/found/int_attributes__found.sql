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

)

select
    relations.source_name,
    relations.relation_name,
    planned_attributes.attribute_name as property,
    planned_attributes.trait_key as accepted_name,
    planned_attributes.attribute_type as expected_type,
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
