{# The types of the top-level values of a JSON object as a JSON array, in their order. #}
{% macro json_type_list(json) -%}
    {{ return(adapter.dispatch('json_type_list', 'customer_data')(json)) }}
{%- endmacro %}

{% macro duckdb__json_type_list(json) -%}
    cast(to_json(json_type({{ json }}, '$.*')) as varchar)
{%- endmacro %}

{% macro postgres__json_type_list(json) -%}
    {{ target.schema }}.json_type_list({{ json }})
{%- endmacro %}
