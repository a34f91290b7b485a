-- plan/events/accounts.yml: organization_created
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'organization_created'

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
    {{ property('industry') }} as industry,
    occurred_at,
    received_at,
    loaded_at
from events
