{{ config(materialized='table') }}

with

columns_unread as (

    select * from {{ ref('int_columns__compared') }}
    where property is null

),

payloads as (

    select * from {{ ref('int_payloads__named') }}
    where property_name is null and json_type <> 'event'

),

names_unread as (

    select
        source_name,
        relation_name,
        cast(null as {{ dbt.type_string() }}) as event_name,
        name,
        type,
        is_column,
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
        null as type,
        false as is_column,
        cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from payloads
    group by source_name, event_name, seen_name

),

-- names can be data, of which there is no end: the most frequent say enough
names_ranked as (

    select
        *,
        is_column or row_number() over (
            partition by source_name, relation_name, event_name, is_column
            order by number_of_rows desc nulls last, name asc
        ) <= 20 as is_listed
    from names_unread

),

types_of_names as (

    select distinct
        payloads.source_name,
        payloads.event_name,
        payloads.seen_name,
        payloads.json_type
    from payloads
    inner join names_ranked
        on
            payloads.source_name = names_ranked.source_name
            and payloads.event_name = names_ranked.event_name
            and payloads.seen_name = names_ranked.name
    where names_ranked.is_listed

),

types_listed as (

    select
        source_name,
        event_name,
        seen_name,
        string_agg(json_type, ', ' order by json_type) as json_types
    from types_of_names
    group by source_name, event_name, seen_name

)

select
    names_ranked.source_name,
    names_ranked.relation_name,
    names_ranked.event_name,
    names_ranked.name,
    coalesce(names_ranked.type, types_listed.json_types) as found,
    names_ranked.is_listed,
    names_ranked.number_of_rows,
    names_ranked.first_seen_at,
    names_ranked.last_seen_at
from names_ranked
left join types_listed
    on
        names_ranked.source_name = types_listed.source_name
        and names_ranked.event_name = types_listed.event_name
        and names_ranked.name = types_listed.seen_name
