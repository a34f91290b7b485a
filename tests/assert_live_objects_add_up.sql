-- live counts by owner add up to the objects that are alive and somebody's
with

lives as (

    select
        property_key,
        count(distinct object_id) as number_of_objects
    from {{ ref('int_objects__lives') }}
    cross join {{ ref('int_as_of') }} as as_of
    where valid_from <= as_of.as_of and (valid_to is null or as_of.as_of < valid_to)
    group by property_key

),

floored as (

    select
        property_key,
        sum(amount) as amount
    from {{ ref('int_objects__floored') }}
    where valid_to is null
    group by property_key

),

totals as (

    select
        property_key,
        sum(number_value) as number_value
    from {{ ref('int_properties__totals') }}
    where valid_to is null
    group by property_key

)

select
    lives.property_key,
    lives.number_of_objects,
    totals.number_value
from lives
left join floored
    on lives.property_key = floored.property_key
left join totals
    on lives.property_key = totals.property_key
where lives.number_of_objects + coalesce(floored.amount, 0) <> coalesce(totals.number_value, 0)
