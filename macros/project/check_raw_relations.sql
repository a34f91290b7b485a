{# The in-house source needs `events`; what else is absent counts as empty, and the run says so. #}
{% macro check_raw_relations() -%}
    {%- set schema = 'schema "' ~ var('raw_schema') ~ '" of database "' ~ target.database ~ '"' -%}
    {%- for name in ['events', 'users', 'organizations', 'memberships', 'consents'] -%}
        {%- set relation = customer_data.raw_relation(name) -%}
        {%- if relation is none and name == 'events' -%}
            {{ exceptions.raise_compiler_error(
                'no relation "events" in ' ~ schema ~ '; load it there, name its schema in var '
                ~ 'raw_schema, or build the demo data with --vars "{demo: true}"'
            ) }}
        {%- elif relation is none -%}
            {{ log('no relation "' ~ name ~ '" in ' ~ schema ~ ': counted as empty', info=true) }}
        {%- else -%}
            {%- set columns = adapter.get_columns_in_relation(relation)
                | map(attribute='name') | map('lower') | list -%}
            {%- for column in customer_data.required_columns(name) if column not in columns -%}
                {{ exceptions.raise_compiler_error(
                    'relation "' ~ name ~ '" in ' ~ schema ~ ' has no column "' ~ column
                    ~ '"; add it, or put a view with the right names in its place'
                ) }}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
