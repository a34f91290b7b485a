-- plan/events/repositories.yml: wiki_edited
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'wiki_edited'

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
    {{ customer_data.read_as(customer_data.property('number_of_pages'), 'integer') }} as number_of_pages,
    {{ customer_data.property('repository_id') }} as repository_id,
    {{ customer_data.property('repository_name') }} as repository_name,
    occurred_at,
    received_at,
    loaded_at
from events
