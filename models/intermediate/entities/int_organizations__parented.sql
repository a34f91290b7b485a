with

attributes as (

    select
        entity_id as organization_id,
        nullif(trim(value), '') as parent_organization_id,
        source_name,
        evidence,
        valid_from as stated_at
    from {{ ref('int_entities__attributes') }}
    where
        entity_type = 'organization'
        and attribute_name = 'parent_organization_id'
        and not is_personal
        and valid_to is null

),

organizations as (

    select entity_id from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

)

select
    attributes.organization_id,
    attributes.parent_organization_id,
    attributes.source_name,
    attributes.evidence,
    -- to be named as a parent is no evidence of an organization
    organizations.entity_id is not null as is_parent_known,
    attributes.stated_at
from attributes
left join organizations
    on attributes.parent_organization_id = organizations.entity_id
where attributes.parent_organization_id is not null
