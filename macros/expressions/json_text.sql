{% macro json_text(json, key) -%}
    {{ return(adapter.dispatch('json_text', 'customer_data')(json, key)) }}
{%- endmacro %}

{% macro duckdb__json_text(json, key) -%}
    json_extract_string({{ json }}, '$.' || {{ key }})
{%- endmacro %}

{% macro postgres__json_text(json, key) -%}
    {{ target.schema }}.json_text({{ json }}, {{ key }})
{%- endmacro %}
