{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(ref('int_entities__rebuilt'), ['entity_id']) }}",
) }}

with

totals as (

    select * from {{ ref('int_properties__totals') }}

),

property_values as (

    select * from {{ ref('int_properties__values') }}

),

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

handwritten as (

    select * from {{ ref('int_properties__handwritten') }}
    where entity_id in (select rebuilt.entity_id from rebuilt)

)

select
    property_key,
    entity_id,
    number_value,
    cast(null as {{ dbt.type_string() }}) as text_value,
    is_approximate,
    false as is_handwritten,
    valid_from,
    valid_to
from totals
union all
select
    property_key,
    entity_id,
    cast(null as numeric(38, 9)) as number_value,
    text_value,
    false as is_approximate,
    false as is_handwritten,
    valid_from,
    valid_to
from property_values
union all
select
    property_key,
    entity_id,
    number_value,
    text_value,
    false as is_approximate,
    true as is_handwritten,
    valid_from,
    valid_to
from handwritten
