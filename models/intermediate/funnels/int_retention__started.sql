with

events as (

    select * from {{ ref('int_retention__evented') }}

)

select
    retention_name,
    entity_id,
    min(occurred_at) as started_at,
    {{ local_date('min(occurred_at)') }} as started_on
from events
where role = 'start'
group by retention_name, entity_id
