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
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to
    from versions
    left join attributes
        on
            versions.entity_id = attributes.entity_id
            and {{ customer_data.valid_at('versions.valid_from', 'attributes') }}
    group by
        versions.entity_id,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to

)

select
    {{ customer_data.digest(['entity_id', customer_data.iso_text('valid_from')]) }} as organization_version_id,
    entity_id as organization_id,
    valid_to is null as is_current,
    is_deleted,
    valid_from,
    valid_to
from versions_described
