{# Expands its row into one row per text of a JSON array. #}
{% macro json_items(list) -%}
    {{ return(adapter.dispatch('json_items', 'customer_data')(list)) }}
{%- endmacro %}

{% macro duckdb__json_items(list) -%}
    unnest(from_json({{ list }}, '["varchar"]'))
{%- endmacro %}

{% macro postgres__json_items(list) -%}
    json_array_elements_text(cast({{ list }} as json))
{%- endmacro %}
