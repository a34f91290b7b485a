-- plan/events/accounts.yml: user_logged_in
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'user_logged_in'

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
    {{ property('method') }} as method,
    occurred_at,
    received_at,
    loaded_at
from events
