-- plan/events/reports.yml: report_moved
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'report_moved'

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
    {{ property('report_id') }} as report_id,
    occurred_at,
    received_at,
    loaded_at
from events
