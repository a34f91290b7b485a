-- plan/events/repositories.yml: release_published
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'release_published'

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
    {{ customer_data.property('release_id') }} as release_id,
    {{ customer_data.property('tag_name') }} as tag_name,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
