-- plan/events/accounts.yml: member_role_changed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'member_role_changed'

)

select
    event_id,
    source_name,
    person_id,
    person_id_at_event,
    user_id,
    anonymous_id,
    organization_id,
    organization_basis,
    {{ property('role') }} as role,
    occurred_at,
    received_at,
    loaded_at
from events
