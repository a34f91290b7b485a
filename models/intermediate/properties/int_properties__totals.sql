with

amounts as (

    select * from {{ ref('int_properties__amounts') }}

),

changes as (

    select
        property_key,
        entity_id,
        amount as change,
        is_approximate,
        valid_from as changed_at
    from amounts
    union all
    select
        property_key,
        entity_id,
        -amount as change,
        is_approximate,
        valid_to as changed_at
    from amounts
    where valid_to is not null

),

changes_by_moment as (

    select
        property_key,
        entity_id,
        changed_at,
        sum(change) as change,
        max(case when is_approximate then 1 else 0 end) as approximations
    from changes
    group by property_key, entity_id, changed_at

)

select
    property_key,
    entity_id,
    cast(
        sum(change) over (partition by property_key, entity_id order by changed_at)
        as numeric(38, 9)
    ) as number_value,
    max(approximations) over (partition by property_key, entity_id) = 1 as is_approximate,
    changed_at as valid_from,
    lead(changed_at) over (partition by property_key, entity_id order by changed_at) as valid_to
from changes_by_moment
where change <> 0
