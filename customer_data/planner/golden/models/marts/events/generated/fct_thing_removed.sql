-- plan/events/things.yml: thing_removed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'thing_removed'

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
    {{ customer_data.read_as(customer_data.property('thing_id'), 'integer') }} as thing_id,
    case
        when {{ customer_data.keeps('pattern:app_version') }}
            then {{ customer_data.property('app_version') }}
    end as app_version,
    occurred_at,
    received_at,
    loaded_at
from events
