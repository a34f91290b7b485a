{# The n-th item of a text that lists items between commas; empty where it lists fewer. #}
{% macro listed_item(list, position) -%}
    {{ return(adapter.dispatch('listed_item', 'customer_data')(list, position)) }}
{%- endmacro %}

{% macro default__listed_item(list, position) -%}
    split_part({{ list }}, ',', {{ position }})
{%- endmacro %}

{# duckdb 2.0.0 stops on split_part() of a column that is null throughout #}
{% macro duckdb__listed_item(list, position) -%}
    coalesce(string_split({{ list }}, ',')[{{ position }}], '')
{%- endmacro %}
