-- plan/properties: what <<entity.name>>s were like at the end of each day
<% set key = "organization_id" if entity.name == "organization" else "person_id" %>
with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

<% if entity.name == "organization" %>
organizations as (

    select
        entity_id,
        first_known_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),

days as (

    select
        organizations.entity_id,
        {{ <<prefix>>days_between(
            <<prefix>>local_date('least(organizations.first_known_at, as_of.as_of)'),
            <<prefix>>local_date('as_of.as_of')
        ) }} as snapshot_date
    from organizations
    cross join as_of

),
<% else %>
first_days as (

    select
        entity_id,
        min(snapshot_date) as first_date
    from {{ ref('int_properties__daily') }}
    where property_key like 'user.%'
    group by entity_id

),

days as (

    select
        first_days.entity_id,
        {{ <<prefix>>days_between(
            'first_days.first_date', <<prefix>>local_date('as_of.as_of')
        ) }} as snapshot_date
    from first_days
    cross join as_of

),
<% endif %>

daily_values as (

    select
        entity_id,
<% if entity.name == "organization" %>
        max(
            case when property_key = 'organization.number_of_users' then number_value end
        ) as number_of_users,
<% endif %>
<% for item in properties %>
        max(
            case
                when property_key = '<<item.key>>'
                    then <<daily_source(item)>>
            end
        ) as <<item.name>>,
<% endfor %>
        snapshot_date
    from {{ ref('int_properties__daily') }}
    where property_key like '<<entity.name>>.%'
    group by entity_id, snapshot_date

),

days_with_values as (

    select
        days.entity_id,
        days.snapshot_date<<"," if properties or entity.name == "organization">>
<% if entity.name == "organization" %>
        daily_values.number_of_users<<"," if properties>>
<% endif %>
<% for item in properties %>
        daily_values.<<item.name>><<"," if not loop.last>>
<% endfor %>
    from days
    left join daily_values
        on
            days.entity_id = daily_values.entity_id
            and days.snapshot_date = daily_values.snapshot_date

)

select
    entity_id as <<key>>,
    snapshot_date<<"," if properties or entity.name == "organization">>
<% if entity.name == "organization" %>
<% if has_memberships %>
    cast(coalesce(number_of_users, 0) as bigint) as number_of_users<<"," if properties>>
<% else %>
    cast(null as bigint) as number_of_users<<"," if properties>>
<% endif %>
<% endif %>
<% for item in properties %>
    <<daily_column(item)>><<"," if not loop.last>>
<% endfor %>
from days_with_values
