{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

restated as (

    select * from {{ ref('int_events__restated') }}

),

facts as (

    select session_id from {{ ref('fct_events') }}
    where (source_name, event_id) in (
        select
            restated.source_name,
            restated.event_id
        from restated
    )

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_sessions__attended'

),

-- whose an event is, and whose it was
sessions as (

    select session_id from facts
    union
    select session_id from restated

)

select sessions.session_id
from sessions
cross join history
where sessions.session_id is not null
{%- if is_incremental() %}
    except
    select session_id from {{ this }}
{%- endif %}
