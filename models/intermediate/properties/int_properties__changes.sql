with

totals as (

    select * from {{ ref('int_properties__totals') }}

),

property_values as (

    select * from {{ ref('int_properties__values') }}

),

handwritten as (

    select * from {{ ref('int_properties__handwritten') }}

)

select
    property_key,
    entity_id,
    number_value,
    cast(null as {{ dbt.type_string() }}) as text_value,
    is_approximate,
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
    valid_from,
    valid_to
from handwritten
