{% macro json_has_key(json, key) -%}
    {{ return(adapter.dispatch('json_has_key', 'customer_data')(json, key)) }}
{%- endmacro %}

{% macro duckdb__json_has_key(json, key) -%}
    json_exists({{ json }}, '$.' || {{ key }})
{%- endmacro %}

{% macro postgres__json_has_key(json, key) -%}
    cast({{ json }} as json) -> {{ key }} is not null
{%- endmacro %}
