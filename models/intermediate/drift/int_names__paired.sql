with

expected as (

    select
        *,
        {{ comparable_name('accepted_name') }} as comparable_name
    from {{ ref('int_names__expected') }}

),

unread as (

    select
        *,
        {{ comparable_name('name') }} as comparable_name
    from {{ ref('int_names__unread') }}
    where is_listed

),

pairs as (

    select
        unread.source_name,
        unread.relation_name,
        unread.event_name,
        unread.name,
        unread.number_of_rows,
        expected.property,
        expected.accepted_name,
        expected.expected_type,
        expected.is_missing,
        lower(unread.name) = lower(expected.accepted_name) as differs_in_case,
        least(length(unread.comparable_name), length(expected.comparable_name)) as shorter_length,
        replace(unread.comparable_name, '_', '') = replace(expected.comparable_name, '_', '')
            as differs_in_spacing,
        -- a distance costs the product of both lengths
        case
            when abs(length(unread.comparable_name) - length(expected.comparable_name)) <= 2
                then {{ edit_distance('unread.comparable_name', 'expected.comparable_name') }}
        end as distance
    from unread
    inner join expected
        on
            unread.source_name = expected.source_name
            and unread.relation_name = expected.relation_name
            and unread.event_name is not distinct from expected.event_name

),

pairs_alike as (

    select
        *,
        case
            when differs_in_case then 0
            when differs_in_spacing then 1
            when distance <= 2 and distance * 3 <= shorter_length then 1 + distance
        end as unlikeness
    from pairs
    where differs_in_case or is_missing

),

pairs_ranked as (

    select
        *,
        row_number() over (
            partition by source_name, relation_name, event_name, name
            order by unlikeness, property, accepted_name
        ) as rank_for_name,
        row_number() over (
            partition by source_name, relation_name, event_name, property
            order by
                unlikeness asc, number_of_rows desc nulls last, name asc, accepted_name asc
        ) as rank_for_property
    from pairs_alike
    where unlikeness is not null

)

select
    source_name,
    relation_name,
    event_name,
    name,
    property,
    accepted_name,
    expected_type,
    case when differs_in_case then 'case_differs' else 'renamed' end as kind
from pairs_ranked
where rank_for_name = 1 and (differs_in_case or rank_for_property = 1)
