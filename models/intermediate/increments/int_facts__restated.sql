{{ config(materialized='table') }}

with

restated as (

    select distinct
        source_name,
        event_id
    from {{ ref('int_events__restated') }}

),

facts as (

    select * from {{ ref('fct_events') }}
    where (source_name, event_id) in (
        select
            restated.source_name,
            restated.event_id
        from restated
    )

)

-- an event that is no fact any more has a row without one, by which typed facts delete theirs
select
    restated.source_name,
    restated.event_id,
    facts.event_name,
    facts.person_id,
    facts.person_id_at_event,
    facts.user_id,
    facts.anonymous_id,
    facts.organization_id,
    facts.organization_basis,
    facts.session_id,
    facts.occurred_at,
    facts.received_at,
    facts.loaded_at,
    facts.violations,
    facts.properties
from restated
left join facts
    on
        restated.source_name = facts.source_name
        and restated.event_id = facts.event_id
