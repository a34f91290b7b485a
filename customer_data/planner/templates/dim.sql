-- <<entity.place>>: <<entity.name>>, and what plan/properties derives
<% set key = "organization_id" if entity.name == "organization" else "person_id" %>
with

<% if entity.name == "organization" %>
organizations as (

    select
        entity_id,
        entity_id as organization_id,
        first_event_at as first_seen_at,
        last_event_at as last_seen_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),
<% else %>
users as (

    select
        person_id as entity_id,
        person_id,
        user_id,
        is_anonymous,
        first_seen_at,
        last_seen_at
    from {{ ref('int_persons__resolved') }}

),
<% endif %>

-- what is of no known time was not deleted at any
deleted as (

    select entity_id from {{ ref('int_entities__observed') }}
    where entity_type = '<<entity.name>>' and first_known_at is not null
    except
    select entity_id from {{ ref('int_entities__existing') }}
    where entity_type = '<<entity.name>>' and valid_to is null

),

attributes as (

    select
        entity_id,
        attribute_name,
        value,
        source_name,
        valid_from,
        row_number() over (
            partition by entity_id order by valid_from desc, attribute_name asc
        ) as recency
    from {{ ref('int_entities__attributes') }}
    where entity_type = '<<entity.name>>' and not is_personal and valid_to is null

),

attributes_by_<<entity.name>> as (

    select
        entity_id,
<% for item in entity.public %>
        max(
            case when attribute_name = '<<item.name>>' then value end
        ) as <<item.name>>,
<% endfor %>
        max(case when recency = 1 then source_name end) as stated_source_name,
        max(valid_from) as stated_at
    from attributes
    group by entity_id

),
<% if entity.name == "organization" and has_memberships %>

number_of_users as (

    select
        entity_id as organization_id,
        number_value as number_of_users
    from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_users' and valid_to is null

),
<% endif %>
<% for item in properties %>

<<item.name>> as (

    select
        <<key>>,
        <<item.name>>
    from {{ ref('<<item.model>>') }}
    where valid_to is null

),
<% endfor %>

<<entity.name>>s_described as (

    select
        <<entity.name>>s.*,
<% for item in entity.public %>
        attributes_by_<<entity.name>>.<<item.name>>,
<% endfor %>
<% if entity.name == "organization" and has_memberships %>
        number_of_users.number_of_users,
<% endif %>
<% for item in properties %>
        <<item.name>>.<<item.name>>,
<% endfor %>
        deleted.entity_id is not null as is_deleted,
        attributes_by_<<entity.name>>.stated_source_name,
        attributes_by_<<entity.name>>.stated_at
    from <<entity.name>>s
    left join deleted
        on <<entity.name>>s.entity_id = deleted.entity_id
    left join attributes_by_<<entity.name>>
        on <<entity.name>>s.entity_id = attributes_by_<<entity.name>>.entity_id
<% if entity.name == "organization" and has_memberships %>
    left join number_of_users
        on organizations.organization_id = number_of_users.organization_id
<% endif %>
<% for item in properties %>
    left join <<item.name>>
        on <<entity.name>>s.<<key>> = <<item.name>>.<<key>>
<% endfor %>

)

select
    <<key>>,
<% if entity.name == "user" %>
    user_id,
<% endif %>
<% for item in entity.public %>
    <<typed(item, item.name)>>,
<% endfor %>
<% if entity.name == "organization" %>
<% if has_memberships %>
    cast(coalesce(number_of_users, 0) as bigint) as number_of_users,
<% else %>
    -- this plan has no memberships: unknown, which is not zero
    cast(null as bigint) as number_of_users,
<% endif %>
<% endif %>
<% for item in properties %>
    <<"coalesce(" ~ item.name ~ ", 0) as " ~ item.name if item.empty == "zero" else item.name>>,
<% endfor %>
<% if entity.name == "user" %>
    is_anonymous,
<% endif %>
    is_deleted,
    first_seen_at,
    last_seen_at,
    stated_source_name,
    stated_at
from <<entity.name>>s_described
