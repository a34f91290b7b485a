-- live counts by owner add up to the objects that are alive and somebody's
with

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

lives as (

    select * from {{ ref('int_objects__lives') }}

),

objects as (

    select
        lives.property_key,
        count(distinct lives.object_id) as number_of_objects
    from lives
    cross join as_of
    where {{ valid_at('as_of.as_of', 'lives') }}
    group by lives.property_key

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
    from {{ ref('int_properties__effective') }}
    where valid_to is null
    group by property_key

)

select
    objects.property_key,
    objects.number_of_objects,
    totals.number_value
from objects
left join floored
    on objects.property_key = floored.property_key
left join totals
    on objects.property_key = totals.property_key
where objects.number_of_objects + coalesce(floored.amount, 0) <> coalesce(totals.number_value, 0)
