-- plan/identity.yml: what each user_id touches, and what hangs together through them
with

rebuilt as (

    select identifier_value from {{ ref('int_identifiers__rebuilt') }}
    where identifier_type = 'user_id'

),

links as (

    select
        identifier_value,
        linked_type,
        linked_value,
        coalesce(first_seen_at, {{ customer_data.always() }}) as first_seen_at
    from {{ ref('int_identifiers__linked') }}
    where
        identifier_type = 'user_id'
        and identifier_value in (select rebuilt.identifier_value from rebuilt)

),

links_of_one_type as (

    select
        *,
        {{ customer_data.digest(['identifier_value', 'linked_value']) }} as link_id
    from links
    where linked_type = 'user_id'

),

touches as (

    select
        identifier_value,
        link_id as touched_id,
        true as is_link,
        min(first_seen_at) as touched_at
    from links_of_one_type
    group by identifier_value, link_id
    union all
    select
        linked_value as identifier_value,
        link_id as touched_id,
        true as is_link,
        min(first_seen_at) as touched_at
    from links_of_one_type
    group by linked_value, link_id

),

touches_counted as (

    select
        *,
        count(*) over (partition by identifier_value) as number_of_touches
    from touches

),

-- what a value touches twice over is joined; in every step the smallest name spreads one value
-- further. A lawful component has at most 1 values, so that many steps name it whole
names_0 as (

    select
        identifier_value,
        touched_id,
        touched_id as component
    from touches_counted
    where number_of_touches > 1 or is_link

),

names_1_of_values as (

    select
        identifier_value,
        touched_id,
        min(component) over (partition by identifier_value) as component
    from names_0

),

names_1 as (

    select
        identifier_value,
        touched_id,
        min(component) over (partition by touched_id) as component
    from names_1_of_values

),

names_compared as (

    select
        *,
        min(component) over (partition by identifier_value) as least_component,
        max(component) over (partition by identifier_value) as greatest_component
    from names_1

),

-- whose name would still change belongs to more than could be lawful
components as (

    select
        touched_id,
        component,
        min(case when least_component = greatest_component then 1 else 0 end) over (
            partition by component
        ) = 1 as is_whole
    from names_compared

),

components_by_touched as (

    select distinct
        touched_id,
        component,
        is_whole
    from components

)

select
    touches.identifier_value,
    touches.touched_id,
    touches.is_link,
    touches.touched_at,
    components_by_touched.component,
    components_by_touched.is_whole
from touches
left join components_by_touched
    on touches.touched_id = components_by_touched.touched_id
