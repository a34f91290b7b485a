with

unread as (

    select * from {{ ref('int_names__unread') }}

),

paired as (

    select * from {{ ref('int_names__paired') }}

),

found_names as (

    select
        unread.source_name,
        unread.relation_name,
        unread.event_name,
        coalesce(paired.property, unread.name) as property,
        coalesce(paired.kind, 'new') as kind,
        case when paired.name is not null then unread.name end as seen_as,
        paired.expected_type as expected,
        unread.found,
        unread.number_of_rows,
        unread.first_seen_at,
        unread.last_seen_at
    from unread
    left join paired
        on
            unread.source_name = paired.source_name
            and unread.relation_name = paired.relation_name
            and unread.event_name is not distinct from paired.event_name
            and unread.name = paired.name
    where unread.is_listed

),

further_names as (

    select
        source_name,
        relation_name,
        event_name,
        cast(count(*) as {{ dbt.type_string() }}) || ' more names' as found,
        cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from unread
    where not is_listed
    group by source_name, relation_name, event_name

)

select * from found_names
union all
select
    source_name,
    relation_name,
    event_name,
    null as property,
    'new' as kind,
    null as seen_as,
    null as expected,
    found,
    number_of_rows,
    first_seen_at,
    last_seen_at
from further_names
