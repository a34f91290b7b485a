{# A name without case and spacing, so that only real differences count as edits. #}
{% macro comparable_name(name) -%}
    lower(replace(replace({{ name }}, ' ', '_'), '-', '_'))
{%- endmacro %}
