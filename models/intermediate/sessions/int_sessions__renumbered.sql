{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

touched as (

    select session_id from {{ ref('int_sessions__touched') }}

),

sessions_now as (

    select
        session_id,
        person_id,
        started_at
    from {{ ref('int_sessions__attended') }}
    where person_id is not null

),

sessions_before as (

    select
        session_id,
        person_id,
        started_at
    from {{ last_built('fct_person_sessions', ['session_id', 'person_id', 'started_at']) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'fct_person_sessions'

),

sessions as (

    select * from sessions_now
    union all
    select * from sessions_before

),

-- what is earlier than all that changed for a person keeps its number
changes as (

    select
        person_id,
        min(started_at) as first_changed_at
    from sessions
    where session_id in (select touched.session_id from touched)
    group by person_id

),

sessions_from_changes_on as (

    select distinct
        sessions.session_id,
        sessions.person_id
    from sessions
    inner join changes
        on
            sessions.person_id = changes.person_id
            and sessions.started_at >= changes.first_changed_at

)

select
    sessions_from_changes_on.session_id,
    sessions_from_changes_on.person_id
from sessions_from_changes_on
cross join history
{%- if is_incremental() %}
    except
    select
        session_id,
        person_id
    from {{ this }}
{%- endif %}
