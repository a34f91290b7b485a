{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

touched as (

    select
        source_name,
        event_id
    from {{ ref('int_events__touched') }}

),

subjects as (

    select
        subject_type,
        subject_id
    from {{ ref('int_subjects__touched') }}

),

events_of_devices as (

    select
        source_name,
        event_id
    from {{ ref('int_events__accepted') }}
    where
        user_id is null
        and anonymous_id in (
            select subjects.subject_id from subjects
            where subjects.subject_type = 'device'
        )

),

events_of_members as (

    select
        source_name,
        event_id
    from {{ ref('int_events__identified') }}
    where
        organization_id is null
        and person_user_id in (
            select subjects.subject_id from subjects
            where subjects.subject_type = 'member'
        )

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'fct_events'

),

facts_before as (

    select * from {{ last_built(
        'fct_events', ['source_name', 'event_id', 'person_id', 'organization_id']
    ) }}

),

events as (

    select * from touched
    union
    select * from events_of_devices
    union
    select * from events_of_members

),

events_with_entities as (

    select
        events.source_name,
        events.event_id,
        facts_before.person_id,
        facts_before.organization_id
    from events
    cross join history
    left join facts_before
        on
            events.source_name = facts_before.source_name
            and events.event_id = facts_before.event_id

)

select
    source_name,
    event_id,
    person_id,
    organization_id
from events_with_entities
{%- if is_incremental() %}
    except
    select
        source_name,
        event_id,
        person_id,
        organization_id
    from {{ this }}
{%- endif %}
