with

memberships as (

    select * from {{ ref('int_memberships__intervals') }}

),

users as (

    select
        identifier_value as user_id,
        person_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

)

select
    {{ digest(['memberships.membership_id', iso_text('memberships.valid_from')]) }}
        as membership_version_id,
    memberships.membership_id,
    memberships.user_id,
    users.person_id,
    memberships.organization_id,
    memberships.role,
    {{ valid_at('as_of.as_of', 'memberships') }} as is_current,
    memberships.valid_from,
    memberships.valid_to
from memberships
cross join as_of
inner join users
    on memberships.user_id = users.user_id
