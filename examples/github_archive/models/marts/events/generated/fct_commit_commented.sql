-- plan/events/commits.yml: commit_commented
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'commit_commented'

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
    {{ customer_data.property('comment_id') }} as comment_id,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
