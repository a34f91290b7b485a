with

events as (

    select * from {{ ref('int_retention__evented') }}
    where role = 'return'

),

starts as (

    select * from {{ ref('int_retention__started') }}

)

-- whatever happens at the moment of the start is no return
select distinct
    events.retention_name,
    events.entity_id,
    {{ local_date('events.occurred_at') }} as returned_on
from events
inner join starts
    on
        events.retention_name = starts.retention_name
        and events.entity_id = starts.entity_id
        and events.occurred_at > starts.started_at
