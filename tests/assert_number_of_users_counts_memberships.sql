-- the running total of members equals the memberships that are open now
with

totals as (

    select
        entity_id as organization_id,
        number_value
    from {{ ref('int_properties__effective') }}
    where property_key = 'organization.number_of_users' and valid_to is null

),

memberships as (

    select
        organization_id,
        count(distinct user_id) as number_of_users
    from {{ ref('dim_memberships') }}
    group by organization_id

)

select
    coalesce(totals.organization_id, memberships.organization_id) as organization_id,
    totals.number_value,
    memberships.number_of_users
from totals
full outer join memberships
    on totals.organization_id = memberships.organization_id
where coalesce(totals.number_value, 0) <> coalesce(memberships.number_of_users, 0)
