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

users as (

    select identifier_value as user_id from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

events_of_identifiers as (

    select
        source_name,
        event_id
    from {{ ref('int_events__accepted') }}
    where
        user_id in (
            select subjects.subject_id from subjects
            where subjects.subject_type = 'user_id'
        )
        or (
            anonymous_id in (
                select subjects.subject_id from subjects
                where subjects.subject_type = 'anonymous_id'
            )
            -- an event with a user does not depend on its device
            and (user_id is null or user_id not in (select users.user_id from users))
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
    select * from events_of_identifiers
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
