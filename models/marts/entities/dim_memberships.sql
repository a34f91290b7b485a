with

memberships as (

    select * from {{ ref('dim_memberships_history') }}

)

select
    membership_id,
    user_id,
    person_id,
    organization_id,
    role,
    valid_from,
    valid_to
from memberships
where is_current
