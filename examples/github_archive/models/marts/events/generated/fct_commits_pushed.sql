-- plan/events/commits.yml: commits_pushed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'commits_pushed'

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
    {{ customer_data.property('ref') }} as ref,
    {{ customer_data.read_as(customer_data.property('number_of_commits', 'size'), 'integer') }} as number_of_commits,
    {{ customer_data.read_as(customer_data.property('number_of_new_commits', 'distinct_size'), 'integer') }} as number_of_new_commits,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
