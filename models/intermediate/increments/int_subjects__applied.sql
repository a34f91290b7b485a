{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'built_whole_with': 'fct_events'},
    pre_hook="{{ customer_data.delete_listed(
        ref('int_subjects__touched'),
        ['subject_type', 'subject_id'],
        after=ref('fct_events')
    ) }}",
) }}

with

subjects as (

    select * from {{ ref('int_subjects__described') }}
    {%- if is_incremental() %}
        where (subject_type, subject_id) in (
            select
                touched.subject_type,
                touched.subject_id
            from {{ ref('int_subjects__touched') }} as touched
        )
    {%- endif %}

)

select
    subject_type,
    subject_id,
    state
from subjects
