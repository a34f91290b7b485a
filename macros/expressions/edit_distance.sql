{# Levenshtein distance of two short texts. #}
{% macro edit_distance(one, other) -%}
    {{ return(adapter.dispatch('edit_distance', 'customer_data')(one, other)) }}
{%- endmacro %}

{% macro duckdb__edit_distance(one, other) -%}
    levenshtein({{ one }}, {{ other }})
{%- endmacro %}

{% macro postgres__edit_distance(one, other) -%}
    {{ target.schema }}.edit_distance({{ one }}, {{ other }})
{%- endmacro %}
