{# Any value as text that sorts by its bytes, so that ties have the same winner everywhere. #}
{% macro as_text(expression) -%}
    {{ return(adapter.dispatch('as_text', 'customer_data')(expression)) }}
{%- endmacro %}

{% macro duckdb__as_text(expression) -%}
    cast({{ expression }} as varchar)
{%- endmacro %}

{% macro postgres__as_text(expression) -%}
    cast({{ expression }} as text) collate "C"
{%- endmacro %}
