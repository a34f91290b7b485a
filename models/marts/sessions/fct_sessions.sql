{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook=[
        "{{ customer_data.delete_listed(ref('int_sessions__touched'), ['session_id']) }}",
        "{{ customer_data.delete_listed(ref('int_sessions__renumbered'), ['session_id']) }}",
    ],
) }}

with

attended as (

    select * from {{ ref('int_sessions__attended') }}
    {%- if is_incremental() %}
        where session_id in (
            select touched.session_id from {{ ref('int_sessions__touched') }} as touched
            union all
            select renumbered.session_id from {{ ref('int_sessions__renumbered') }} as renumbered
        )
    {%- endif %}

),

person_sessions as (

    select
        session_id,
        person_id,
        session_number
    from {{ ref('fct_person_sessions') }}

),

limits as (

    select * from {{ ref('plan_sessions') }}

),

sessions as (

    select
        session_id,
        source_name,
        min(person_id) as first_person_id,
        max(person_id) as last_person_id,
        count(person_id) as number_of_persons,
        min(anonymous_id) as anonymous_id,
        min(first_organization_id) as first_organization_id,
        max(last_organization_id) as last_organization_id,
        min(first_vendor_session_id) as first_vendor_session_id,
        max(last_vendor_session_id) as last_vendor_session_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        sum(number_of_events) as number_of_events
    from attended
    group by session_id, source_name

),

-- what several persons, organizations or sessions of the vendor share is none of them
sessions_with_persons as (

    select
        *,
        case when first_person_id = last_person_id then first_person_id end as person_id,
        {{ epoch_microseconds('ended_at') }} - {{ epoch_microseconds('started_at') }}
            as duration_microseconds
    from sessions

)

select
    sessions.session_id,
    sessions.source_name,
    sessions.person_id,
    cast(sessions.number_of_persons as bigint) as number_of_persons,
    sessions.anonymous_id,
    case
        when sessions.first_organization_id = sessions.last_organization_id
            then sessions.first_organization_id
    end as organization_id,
    case
        when sessions.first_vendor_session_id = sessions.last_vendor_session_id
            then sessions.first_vendor_session_id
    end as vendor_session_id,
    person_sessions.session_number,
    sessions.started_at,
    sessions.ended_at,
    {{ local_date('sessions.started_at') }} as started_on,
    -- a division would be a float
    cast(
        cast(sessions.duration_microseconds as numeric(24, 6)) * cast(0.000001 as numeric(7, 6))
        as numeric(18, 6)
    ) as duration_seconds,
    cast(sessions.number_of_events as bigint) as number_of_events,
    sessions.duration_microseconds > limits.most_hours * 3600000000 as is_too_long,
    sessions.number_of_events > limits.most_events
    or (
        sessions.number_of_events > limits.most_events_per_minute
        and sessions.number_of_events * 60000000
        > limits.most_events_per_minute * sessions.duration_microseconds
    ) as is_bot
from sessions_with_persons as sessions
cross join limits
left join person_sessions
    on
        sessions.session_id = person_sessions.session_id
        and sessions.person_id = person_sessions.person_id
