-- plan/entities/users.yml: user
with

versions as (

    select * from {{ ref('int_entities__versions') }}
    where entity_type = 'user'

),

persons as (

    select
        person_id,
        user_id
    from {{ ref('int_persons__resolved') }}

),

attributes as (

    select * from {{ ref('int_entities__attributes') }}
    where entity_type = 'user' and not is_personal

),

versions_described as (

    select
        versions.entity_id,
        persons.user_id,
        max(
            case when attributes.attribute_name = 'acquisition_channel' then attributes.value end
        ) as acquisition_channel,
        max(
            case when attributes.attribute_name = 'user_cohort' then attributes.value end
        ) as user_cohort,
        max(
            case when attributes.attribute_name = 'user_lifecycle' then attributes.value end
        ) as user_lifecycle,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to
    from versions
    inner join persons
        on versions.entity_id = persons.person_id
    left join attributes
        on
            versions.entity_id = attributes.entity_id
            and {{ customer_data.valid_at('versions.valid_from', 'attributes') }}
    group by
        persons.user_id,
        versions.entity_id,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to

)

select
    {{ customer_data.digest(['entity_id', customer_data.iso_text('valid_from')]) }} as user_version_id,
    entity_id as person_id,
    user_id,
    acquisition_channel,
    user_cohort,
    user_lifecycle,
    valid_to is null as is_current,
    is_deleted,
    valid_from,
    valid_to
from versions_described
