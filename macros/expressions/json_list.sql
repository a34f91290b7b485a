{# The values of a group as a JSON array, sorted by their bytes. #}
{% macro json_list(value) -%}
    {{ return(adapter.dispatch('json_list', 'customer_data')(value)) }}
{%- endmacro %}

{% macro default__json_list(value) -%}
    '['
    || string_agg(cast(to_json({{ value }}) as {{ dbt.type_string() }}), ',' order by {{ value }})
    || ']'
{%- endmacro %}
