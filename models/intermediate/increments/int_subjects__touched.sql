{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

subjects as (

    select * from {{ ref('int_subjects__described') }}

),

subjects_before as (

    select * from {{ last_built(
        'int_subjects__applied', ['subject_type', 'subject_id', 'state']
    ) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'fct_events'

),

subjects_touched as (

    select
        coalesce(subjects.subject_type, subjects_before.subject_type) as subject_type,
        coalesce(subjects.subject_id, subjects_before.subject_id) as subject_id
    from subjects
    full outer join subjects_before
        on
            subjects.subject_type = subjects_before.subject_type
            and subjects.subject_id = subjects_before.subject_id
    where subjects.state is distinct from subjects_before.state

)

select
    subjects_touched.subject_type,
    subjects_touched.subject_id
from subjects_touched
cross join history
{%- if is_incremental() %}
    where (subjects_touched.subject_type, subjects_touched.subject_id) not in (
        select
            listed.subject_type,
            listed.subject_id
        from {{ this }} as listed
    )
{%- endif %}
