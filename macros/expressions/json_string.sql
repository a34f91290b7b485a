{# A text as a JSON string. #}
{% macro json_string(text) -%}
    {{ return(adapter.dispatch('json_string', 'customer_data')(text)) }}
{%- endmacro %}

{% macro duckdb__json_string(text) -%}
    cast(to_json({{ text }}) as varchar)
{%- endmacro %}

{% macro postgres__json_string(text) -%}
    {{ target.schema }}.json_string({{ text }})
{%- endmacro %}
