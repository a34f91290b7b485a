-- plan/events/accounts.yml: invitation_sent
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'invitation_sent'

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
    occurred_at,
    received_at,
    loaded_at
from events
