with

columns_unread as (

    select * from {{ ref('int_columns__compared') }}
    where property is null

),

payloads as (

    select * from {{ ref('int_payloads__named') }}
    where property_name is null and json_type <> 'event'

),

properties_by_type as (

    select
        source_name,
        event_name,
        seen_name,
        json_type,
        sum(number_of_rows) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from payloads
    group by source_name, event_name, seen_name, json_type

),

properties_unread as (

    select
        source_name,
        event_name,
        seen_name,
        string_agg(json_type, ', ' order by json_type) as found,
        cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from properties_by_type
    group by source_name, event_name, seen_name

)

select
    source_name,
    relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    name,
    type as found,
    -- names can be data, of which there is no end: the most frequent say enough
    is_column or row_number() over (
        partition by source_name, relation_name, is_column
        order by number_of_rows desc nulls last, name asc
    ) <= 20 as is_listed,
    number_of_rows,
    first_seen_at,
    last_seen_at
from columns_unread
union all
select
    source_name,
    'events' as relation_name,
    event_name,
    seen_name as name,
    found,
    row_number() over (
        partition by source_name, event_name order by number_of_rows desc, seen_name asc
    ) <= 20 as is_listed,
    number_of_rows,
    first_seen_at,
    last_seen_at
from properties_unread
