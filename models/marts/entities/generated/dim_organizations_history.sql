-- plan/entities/organizations.yml: organization
with

versions as (

    select * from {{ ref('int_entities__versions') }}
    where entity_type = 'organization'

),

attributes as (

    select * from {{ ref('int_entities__attributes') }}
    where entity_type = 'organization' and not is_personal

),

versions_described as (

    select
        versions.entity_id,
        max(
            case when attributes.attribute_name = 'name' then attributes.value end
        ) as name,
        max(
            case when attributes.attribute_name = 'industry' then attributes.value end
        ) as industry,
        max(
            case when attributes.attribute_name = 'plan_tier' then attributes.value end
        ) as plan_tier,
        max(
            case when attributes.attribute_name = 'number_of_employees' then attributes.value end
        ) as number_of_employees,
        max(
            case when attributes.attribute_name = 'parent_organization_id' then attributes.value end
        ) as parent_organization_id,
        max(
            case when attributes.attribute_name = 'created_at' then attributes.value end
        ) as created_at,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to
    from versions
    left join attributes
        on
            versions.entity_id = attributes.entity_id
            and {{ valid_at('versions.valid_from', 'attributes') }}
    group by
        versions.entity_id,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to

)

select
    {{ digest(['entity_id', iso_text('valid_from')]) }} as organization_version_id,
    entity_id as organization_id,
    name,
    industry,
    plan_tier,
    {{ read_as('number_of_employees', 'integer') }} as number_of_employees,
    parent_organization_id,
    {{ read_as('created_at', 'timestamp') }} as created_at,
    valid_to is null as is_current,
    is_deleted,
    valid_from,
    valid_to
from versions_described
