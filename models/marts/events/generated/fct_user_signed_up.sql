-- plan/events/accounts.yml: user_signed_up
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'user_signed_up'

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
    {{ property('signup_source') }} as signup_source,
    occurred_at,
    received_at,
    loaded_at
from events
