{# A UTC timestamp as text, always with six decimals, so that text order is time order. #}
{% macro iso_text(timestamp) -%}
    {{ return(adapter.dispatch('iso_text', 'customer_data')(timestamp)) }}
{%- endmacro %}

{% macro duckdb__iso_text(timestamp) -%}
    strftime({{ timestamp }}, '%Y-%m-%dT%H:%M:%S.%fZ')
{%- endmacro %}

{% macro postgres__iso_text(timestamp) -%}
    to_char({{ timestamp }}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
{%- endmacro %}
