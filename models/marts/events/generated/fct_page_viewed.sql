-- plan/events/usage.yml: page_viewed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'page_viewed'

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
    {{ property('path') }} as path,
    {{ property('title') }} as title,
    occurred_at,
    received_at,
    loaded_at
from events
