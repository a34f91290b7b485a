{# An in-house raw relation, or the demo seed in its place; none where the warehouse lacks it. #}
{% macro raw_relation(name) -%}
    {%- set relation = ref('demo_' ~ name) if var('demo') else source('in_house', name) -%}
    {%- if not execute -%}
        {{ return(relation) }}
    {%- endif -%}
    {{ return(load_relation(relation)) }}
{%- endmacro %}
