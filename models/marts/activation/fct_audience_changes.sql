{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
    meta={'outlives_builds': true},
) }}

with

turns as (

    select * from {{ ref('int_audiences__turned') }}

),

audiences as (

    select
        audience_name,
        definition
    from {{ ref('plan_audiences') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

changes_before as (

    select * from {{ last_built(
        'fct_audience_changes',
        [
            'audience_name',
            'entity_type',
            'entity_id',
            'change',
            'turn',
            'changed_at',
            'definition',
            'change_position',
        ],
    ) }}

),

-- what was told, and whether it was taken back
told as (

    select
        audience_name,
        entity_type,
        entity_id,
        turn,
        changed_at,
        max(definition) as definition,
        max(change_position) as last_position,
        count(*) as times_told,
        sum(case when change = 'corrected' then -1 else 1 end) = 1 as is_standing
    from changes_before
    group by audience_name, entity_type, entity_id, turn, changed_at

),

last_told as (

    select coalesce(max(last_position), 0) as last_position from told

),

members as (

    select distinct
        audience_name,
        entity_id
    from turns
    where is_member

),

differences as (

    select
        coalesce(turns.audience_name, told.audience_name) as audience_name,
        coalesce(turns.entity_type, told.entity_type) as entity_type,
        coalesce(turns.entity_id, told.entity_id) as entity_id,
        coalesce(turns.turn, told.turn) as turn,
        coalesce(turns.changed_at, told.changed_at) as changed_at,
        turns.reason,
        turns.turn is null as is_correction,
        coalesce(told.times_told, 0) as times_told,
        told.definition
    from turns
    full outer join told
        on
            turns.audience_name = told.audience_name
            and turns.entity_id = told.entity_id
            and turns.turn = told.turn
            and turns.changed_at = told.changed_at
    where (turns.turn is null) = coalesce(told.is_standing, false)

)

select
    {{ digest([
        'differences.audience_name',
        'differences.entity_id',
        'differences.turn',
        iso_text('differences.changed_at'),
        'cast(differences.times_told as ' ~ dbt.type_string() ~ ')',
    ]) }} as change_id,
    -- what is so no more is taken back before anything new is told
    cast(
        last_told.last_position + row_number() over (
            order by
                case when differences.is_correction then 0 else 1 end,
                differences.changed_at,
                differences.audience_name,
                differences.entity_id,
                differences.turn
        ) as bigint
    ) as change_position,
    differences.audience_name,
    differences.entity_type,
    differences.entity_id,
    case when differences.is_correction then 'corrected' else differences.turn end as change,
    differences.turn,
    differences.changed_at,
    members.entity_id is not null as is_member,
    case
        when not differences.is_correction then differences.reason
        when audiences.definition = differences.definition then '["the data say otherwise now"]'
        else '["the plan says otherwise now"]'
    end as reason,
    coalesce(audiences.definition, differences.definition) as definition,
    as_of.as_of as told_as_of
from differences
cross join last_told
cross join as_of
left join audiences
    on differences.audience_name = audiences.audience_name
left join members
    on
        differences.audience_name = members.audience_name
        and differences.entity_id = members.entity_id
