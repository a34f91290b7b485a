-- plan/events/pull_requests.yml: pull_request_reviewed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'pull_request_reviewed'

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
    {{ customer_data.property('pull_request_id') }} as pull_request_id,
    {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} as pull_request_number,
    {{ customer_data.property('review_id') }} as review_id,
    {{ customer_data.property('review_state') }} as review_state,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
