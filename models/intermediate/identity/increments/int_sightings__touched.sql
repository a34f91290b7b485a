{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

touched as (

    select * from {{ ref('int_events__touched') }}

),

arrived as (

    select
        source_name,
        event_id,
        user_id,
        anonymous_id
    from {{ ref('int_events__arrived') }}

),

classified_before as (

    select * from {{ last_built(
        'int_events__classified', ['source_name', 'event_id', 'user_id', 'anonymous_id']
    ) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_identifiers__sighted'

),

-- whichever copy of an event wins, now or before
copies as (

    select * from arrived
    union all
    select * from classified_before

),

sightings as (

    select distinct
        coalesce(user_id, '') as user_key,
        coalesce(anonymous_id, '') as anonymous_key
    from copies
    where (source_name, event_id) in (
        select
            touched.source_name,
            touched.event_id
        from touched
    )

)

select
    sightings.user_key,
    sightings.anonymous_key
from sightings
cross join history
{%- if is_incremental() %}
    where (sightings.user_key, sightings.anonymous_key) not in (
        select
            listed.user_key,
            listed.anonymous_key
        from {{ this }} as listed
    )
{%- endif %}
