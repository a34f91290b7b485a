with

statements as (

    select
        source_name,
        entity_type || 's' as relation_name,
        traits as fields,
        coalesce(loaded_at, stated_at) as seen_at
    from {{ ref('int_traits__stated') }}
    union all
    select
        source_name,
        'memberships' as relation_name,
        {{ json_text('raw', "'extra'") }} as fields,
        coalesce(loaded_at, stated_at) as seen_at
    from {{ ref('int_memberships__unioned') }}

),

readable_statements as (

    select
        source_name,
        relation_name,
        case when {{ is_json_object('fields') }} then fields end as fields,
        seen_at
    from statements

),

shapes as (

    select
        source_name,
        relation_name,
        {{ json_key_list('fields') }} as keys,
        {{ json_type_list('fields') }} as types,
        count(*) as number_of_rows,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
    from readable_statements
    group by
        source_name,
        relation_name,
        {{ json_key_list('fields') }},
        {{ json_type_list('fields') }}

),

fields as (

    select
        source_name,
        relation_name,
        {{ json_items('keys') }} as key,
        {{ json_items('types') }} as type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from shapes

),

fields_by_type as (

    select
        source_name,
        relation_name,
        {{ as_text(shown_name('key')) }} as name,
        type as json_type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from fields
    union all
    select
        source_name,
        'events' as relation_name,
        property_name as name,
        json_type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from {{ ref('int_payloads__described') }}
    where event_name = ''

)

select
    source_name,
    relation_name,
    name,
    json_type,
    cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from fields_by_type
group by source_name, relation_name, name, json_type
