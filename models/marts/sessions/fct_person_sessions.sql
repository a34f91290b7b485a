{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_sessions__renumbered'), ['session_id', 'person_id']
    ) }}",
) }}

with

attended as (

    select * from {{ ref('int_sessions__attended') }}
    where
        person_id is not null
        {%- if is_incremental() %}
            and (session_id, person_id) in (
                select
                    renumbered.session_id,
                    renumbered.person_id
                from {{ ref('int_sessions__renumbered') }} as renumbered
            )
        {%- endif %}

),

-- what is not numbered again is earlier than all that is
numbers_kept as (

    {%- if is_incremental() %}
        select
            person_id,
            max(session_number) as last_number
        from {{ this }}
        where person_id in (select attended.person_id from attended)
        group by person_id
    {%- else %}
        select
            cast(null as {{ dbt.type_string() }}) as person_id,
            cast(null as bigint) as last_number
        where 1 = 0
    {%- endif %}

)

select
    attended.session_id,
    attended.person_id,
    attended.source_name,
    attended.user_id,
    attended.anonymous_id,
    case
        when attended.first_organization_id = attended.last_organization_id
            then attended.first_organization_id
    end as organization_id,
    coalesce(numbers_kept.last_number, 0) + cast(
        row_number() over (
            partition by attended.person_id order by attended.started_at, attended.session_id
        ) as bigint
    ) as session_number,
    attended.started_at,
    attended.ended_at,
    cast(attended.number_of_events as bigint) as number_of_events
from attended
left join numbers_kept
    on attended.person_id = numbers_kept.person_id
