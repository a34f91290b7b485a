-- a copy is superseded by a copy that is accepted, or that the plan keeps out of the facts
with

superseded as (

    select distinct
        source_name,
        event_id
    from {{ ref('int_events__superseded') }}

),

winners as (

    select
        source_name,
        event_id
    from {{ ref('fct_events') }}
    union all
    select
        source_name,
        event_id
    from {{ ref('fct_events_quarantined') }}
    where copy_number = 1

)

select
    superseded.source_name,
    superseded.event_id
from superseded
left join winners
    on
        superseded.source_name = winners.source_name
        and superseded.event_id = winners.event_id
where winners.event_id is null
