{#
    The types of the top-level values of a JSON object as a JSON array, in their order: string,
    number, boolean, array, object or null.
#}
{% macro json_type_list(json) -%}
    {{ return(adapter.dispatch('json_type_list', 'customer_data')(json)) }}
{%- endmacro %}

{% macro duckdb__json_type_list(json) -%}
    lower(regexp_replace(
        replace(cast(to_json(json_type({{ json }}, '$.*')) as varchar), '"VARCHAR"', '"string"'),
        '"(U?BIGINT|U?HUGEINT|DOUBLE)"',
        '"number"',
        'g'
    ))
{%- endmacro %}

{% macro postgres__json_type_list(json) -%}
    {{ target.schema }}.json_type_list({{ json }})
{%- endmacro %}
