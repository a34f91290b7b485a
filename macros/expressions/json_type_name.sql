{# What JSON calls a type that json_type_list() gave: string, number, boolean, array, object or null. #}
{% macro json_type_name(type) -%}
    {{ return(adapter.dispatch('json_type_name', 'customer_data')(type)) }}
{%- endmacro %}

{% macro duckdb__json_type_name(type) -%}
    case
        when {{ type }} = 'VARCHAR' then 'string'
        when {{ type }} in ('BOOLEAN', 'ARRAY', 'OBJECT', 'NULL') then lower({{ type }})
        else 'number'
    end
{%- endmacro %}

{% macro postgres__json_type_name(type) -%}
    {{ type }}
{%- endmacro %}
