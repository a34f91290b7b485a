{# True where the text holds a match of the regular expression; anchor it to match the whole. #}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'customer_data')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches(text, pattern) -%}
    {{ text }} ~ '{{ pattern }}'
{%- endmacro %}
