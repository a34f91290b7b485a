with

columns_of_relations as (

    {% for source_name in var('cdp_sources') %}
        select * from {{ ref('stg_' ~ source_name ~ '__columns') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

extras as (

    select
        source_name,
        relation_name,
        name,
        string_agg(json_type, ', ' order by json_type) as json_types,
        cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from {{ ref('int_extras__described') }}
    group by source_name, relation_name, name

),

-- `land` gives a field without a column of its own a place in the column extra
fields_without_columns as (

    select extras.*
    from extras
    left join columns_of_relations
        on
            extras.source_name = columns_of_relations.source_name
            and extras.relation_name = columns_of_relations.relation_name
            and extras.name = {{ shown_name('columns_of_relations.column_name') }}
    where columns_of_relations.column_name is null

)

select
    source_name,
    relation_name,
    entity_type,
    expected_name,
    expected_type,
    column_name as name,
    column_type as type,
    true as is_column,
    cast(null as {{ dbt.type_bigint() }}) as number_of_rows,
    cast(null as {{ dbt.type_timestamp() }}) as first_seen_at,
    cast(null as {{ dbt.type_timestamp() }}) as last_seen_at
from columns_of_relations
where lower(coalesce(column_name, expected_name)) <> 'extra'
union all
select
    source_name,
    relation_name,
    null as entity_type,
    null as expected_name,
    null as expected_type,
    name,
    json_types as type,
    false as is_column,
    number_of_rows,
    first_seen_at,
    last_seen_at
from fields_without_columns
where name <> 'extra'
