with

extremes as (

    select * from {{ ref('int_properties__extremes') }}
    where valid_to is null or valid_from < valid_to

),

counted as (

    select * from {{ ref('int_values__counted') }}

),

leaders as (

    select * from {{ ref('int_values__leading') }}

),

listed as (

    select * from {{ ref('int_values__listed') }}

),

counted_ranked as (

    select
        *,
        row_number() over (
            partition by property_key, entity_id, changed_at
            order by number_of_occurrences desc, value asc
        ) as value_rank
    from counted

),

states as (

    -- once is no preference; of equals the first in the alphabet
    select
        property_key,
        entity_id,
        changed_at,
        case when number_of_occurrences >= 2 then value end as value
    from counted_ranked
    where value_rank = 1
    union all
    select
        property_key,
        entity_id,
        changed_at,
        value
    from leaders
    union all
    select
        property_key,
        entity_id,
        changed_at,
        value
    from listed
    union all
    select
        property_key,
        entity_id,
        valid_from as changed_at,
        value
    from extremes
    union all
    select
        property_key,
        entity_id,
        valid_to as changed_at,
        null as value
    from extremes

),

-- where one value ends and the next one starts, the next one counts
states_by_moment as (

    select
        property_key,
        entity_id,
        changed_at,
        max(value) as value
    from states
    where changed_at is not null
    group by property_key, entity_id, changed_at

),

states_in_order as (

    select
        *,
        lag(value) over (partition by property_key, entity_id order by changed_at)
            as previous_value
    from states_by_moment

)

select
    property_key,
    entity_id,
    value as text_value,
    changed_at as valid_from,
    lead(changed_at) over (partition by property_key, entity_id order by changed_at) as valid_to
from states_in_order
where value is distinct from previous_value
