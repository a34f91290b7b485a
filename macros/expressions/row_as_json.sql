{# All columns of the relation with this alias as one JSON text, in their order. #}
{% macro row_as_json(alias) -%}
    {{ return(adapter.dispatch('row_as_json', 'customer_data')(alias)) }}
{%- endmacro %}

{% macro duckdb__row_as_json(alias) -%}
    cast(to_json({{ alias }}) as varchar)
{%- endmacro %}

{% macro postgres__row_as_json(alias) -%}
    cast(row_to_json({{ alias }}) as text) collate "C"
{%- endmacro %}
