-- plan/events/usage.yml: track_played
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'track_played'

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
    {{ property('track_id') }} as track_id,
    {{ property('genre') }} as genre,
    {{ property('artist') }} as artist,
    occurred_at,
    received_at,
    loaded_at
from events
