-- plan/destinations.yml: what each destination is told of each member
{{ config(schema='restricted') }}

with

changes as (

    select * from {{ ref('fct_audience_changes') }}

),

destinations as (

    select * from {{ ref('plan_audience_destinations') }}

),

users as (

    select * from {{ ref('dim_users') }}

),
<% if personal %>

personal as (

    select * from {{ ref('dim_users_pii') }}

),
<% endif %>

destinations_told as (

    select
        audience_name,
        destination<<"," if identifiers>>
<% for name in identifiers %>
        max(case when identifier = '<<name>>' then 1 else 0 end) as tells_<<name>><<"," if not loop.last>>
<% endfor %>
    from destinations
    group by audience_name, destination

)

select
    {{ <<prefix>>digest(['changes.change_id', 'destinations_told.destination']) }} as outbox_id,
    changes.change_position as position,
    destinations_told.destination,
    changes.audience_name,
    case when changes.is_member then 'add' else 'remove' end as action,
    changes.change,
    changes.reason,
    changes.changed_at<<"," if identifiers>>
<% for name in identifiers %>
<% if name in ("organization_id", "person_id") %>
    case
        when
            destinations_told.tells_<<name>> = 1
            and changes.entity_type = '<<"organization" if name == "organization_id" else "user">>'
            then changes.entity_id
    end as <<name>><<"," if not loop.last>>
<% else %>
    case
        when destinations_told.tells_<<name>> = 1 then <<"personal" if name in personal else "users">>.<<name>>
    end as <<name>><<"," if not loop.last>>
<% endif %>
<% endfor %>
from changes
inner join destinations_told
    on changes.audience_name = destinations_told.audience_name
left join users
    on changes.entity_type = 'user' and changes.entity_id = users.person_id
<% if personal %>
left join personal
    on changes.entity_type = 'user' and changes.entity_id = personal.person_id
<% endif %>
