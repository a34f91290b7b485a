-- <<entity.place>>: <<entity.name>>
<% set key = "organization_id" if entity.name == "organization" else "person_id" %>
<% set version_key = "organization_version_id" if entity.name == "organization" else "user_version_id" %>
with

versions as (

    select * from {{ ref('int_entities__versions') }}
    where entity_type = '<<entity.name>>'

),
<% if entity.name == "user" %>

persons as (

    select
        person_id,
        user_id
    from {{ ref('int_persons__resolved') }}

),
<% endif %>

attributes as (

    select * from {{ ref('int_entities__attributes') }}
    where entity_type = '<<entity.name>>' and not is_personal

),

versions_described as (

    select
        versions.entity_id,
<% if entity.name == "user" %>
        persons.user_id,
<% endif %>
<% for item in entity.public %>
        max(
            case when attributes.attribute_name = '<<item.name>>' then attributes.value end
        ) as <<item.name>>,
<% endfor %>
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to
    from versions
<% if entity.name == "user" %>
    inner join persons
        on versions.entity_id = persons.person_id
<% endif %>
    left join attributes
        on
            versions.entity_id = attributes.entity_id
            and {{ <<prefix>>valid_at('versions.valid_from', 'attributes') }}
    group by
<% if entity.name == "user" %>
        persons.user_id,
<% endif %>
        versions.entity_id,
        versions.is_deleted,
        versions.valid_from,
        versions.valid_to

)

select
    {{ <<prefix>>digest(['entity_id', <<prefix>>iso_text('valid_from')]) }} as <<version_key>>,
<% if entity.name == "user" %>
    entity_id as person_id,
    user_id,
<% else %>
    entity_id as organization_id,
<% endif %>
<% for item in entity.public %>
    <<typed(item, item.name)>>,
<% endfor %>
    valid_to is null as is_current,
    is_deleted,
    valid_from,
    valid_to
from versions_described
