{{ config(materialized='table') }}

with

extremes as (

    select * from {{ ref('int_properties__extremes') }}
    where valid_to is null or valid_from < valid_to

),

counted as (

    select * from {{ ref('int_values__counted') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- once is no preference; of equals the first in the alphabet
most_frequent as (

    select
        property_key,
        entity_id,
        changed_at,
        case when number_of_occurrences >= 2 then value end as value,
        row_number() over (
            partition by property_key, entity_id, changed_at
            order by number_of_occurrences desc, value asc
        ) as value_rank
    from counted
    where property_kind = 'most_frequent'

),

lists as (

    select
        property_key,
        entity_id,
        changed_at,
        {{ json_list('value') }} as value
    from counted
    where property_kind = 'list_distinct' and number_of_occurrences > 0
    group by property_key, entity_id, changed_at

),

-- a moment at which the last value of a list left its window
emptied as (

    select
        property_key,
        entity_id,
        changed_at
    from counted
    where property_kind = 'list_distinct'
    group by property_key, entity_id, changed_at
    having max(number_of_occurrences) = 0

),

states as (

    select
        property_key,
        entity_id,
        value,
        changed_at
    from most_frequent
    where value_rank = 1
    union all
    select
        property_key,
        entity_id,
        value,
        changed_at
    from lists
    union all
    select
        property_key,
        entity_id,
        null as value,
        changed_at
    from emptied
    union all
    select
        property_key,
        entity_id,
        value,
        valid_from as changed_at
    from extremes
    union all
    select
        ended.property_key,
        ended.entity_id,
        null as value,
        ended.valid_to as changed_at
    from extremes as ended
    left join extremes as following
        on
            ended.property_key = following.property_key
            and ended.entity_id = following.entity_id
            and ended.valid_to = following.valid_from
    where ended.valid_to is not null and following.valid_from is null

),

states_in_order as (

    select
        states.property_key,
        states.entity_id,
        states.value,
        states.changed_at,
        lag(states.value) over (
            partition by states.property_key, states.entity_id order by states.changed_at
        ) as previous_value
    from states
    cross join as_of
    where states.changed_at <= as_of.as_of

)

select
    property_key,
    entity_id,
    value as text_value,
    changed_at as valid_from,
    lead(changed_at) over (
        partition by property_key, entity_id order by changed_at
    ) as valid_to
from states_in_order
where value is distinct from previous_value
