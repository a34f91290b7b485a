{{ config(materialized='table') }}

with

occurred as (

    select * from {{ ref('int_conditions__occurred') }}

),

conditions as (

    select * from {{ ref('plan_conditions') }}

),

occurrences as (

    select
        occurred.condition_key,
        occurred.entity_id,
        1 as weight,
        conditions.at_least,
        occurred.starts_at,
        occurred.ends_at
    from occurred
    inner join conditions
        on occurred.condition_key = conditions.condition_key
    where occurred.starts_at is not null

)

{{ periods_with_enough('occurrences', 'condition_key') }}
