{% macro is_json_object(text) -%}
    {{ return(adapter.dispatch('is_json_object', 'customer_data')(text)) }}
{%- endmacro %}

{# json_type() of broken text raises, hence the case #}
{% macro duckdb__is_json_object(text) -%}
    case when json_valid({{ text }}) then json_type({{ text }}) = 'OBJECT' else false end
{%- endmacro %}

{% macro postgres__is_json_object(text) -%}
    {{ target.schema }}.is_json_object({{ text }})
{%- endmacro %}
