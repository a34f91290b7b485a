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

personal as (

    select * from {{ ref('dim_users_pii') }}

),

destinations_told as (

    select
        audience_name,
        destination,
        max(case when identifier = 'user_id' then 1 else 0 end) as tells_user_id,
        max(case when identifier = 'organization_id' then 1 else 0 end) as tells_organization_id,
        max(case when identifier = 'email' then 1 else 0 end) as tells_email
    from destinations
    group by audience_name, destination

)

select
    {{ digest(['changes.change_id', 'destinations_told.destination']) }} as outbox_id,
    changes.change_position as position,
    destinations_told.destination,
    changes.audience_name,
    case when changes.is_member then 'add' else 'remove' end as action,
    changes.change,
    changes.reason,
    changes.changed_at,
    case
        when destinations_told.tells_user_id = 1 then users.user_id
    end as user_id,
    case
        when
            destinations_told.tells_organization_id = 1
            and changes.entity_type = 'organization'
            then changes.entity_id
    end as organization_id,
    case
        when destinations_told.tells_email = 1 then personal.email
    end as email
from changes
inner join destinations_told
    on changes.audience_name = destinations_told.audience_name
left join users
    on changes.entity_type = 'user' and changes.entity_id = users.person_id
left join personal
    on changes.entity_type = 'user' and changes.entity_id = personal.person_id
