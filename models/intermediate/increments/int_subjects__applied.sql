{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_subjects__touched'), ['subject_type', 'subject_id']
    ) }}",
) }}

with

subjects as (

    select * from {{ ref('int_subjects__described') }}
    {%- if is_incremental() %}
    where (subject_type, subject_id) in (
        select
            subject_type,
            subject_id
        from {{ ref('int_subjects__touched') }}
    )
    {%- endif %}

)

select
    subject_type,
    subject_id,
    state
from subjects
