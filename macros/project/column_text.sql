{# A column of a raw relation as text that the zone of the session leaves alone; nested is JSON. #}
{% macro column_text(alias, column) -%}
    {%- set value = alias ~ '."' ~ column.name | replace('"', '""') ~ '"' -%}
    {{ return(adapter.dispatch('column_text', 'customer_data')(value, column.dtype | upper)) }}
{%- endmacro %}

{% macro duckdb__column_text(value, type) -%}
    {%- if type == 'TIMESTAMP WITH TIME ZONE' -%}
    {{ customer_data.iso_text("timezone('UTC', " ~ value ~ ")") }}
    {%- elif type.endswith(']') or type.split('(')[0] in ('STRUCT', 'MAP', 'UNION') -%}
    cast(to_json({{ value }}) as varchar)
    {%- else -%}
    {{ customer_data.as_text(value) }}
    {%- endif -%}
{%- endmacro %}

{% macro postgres__column_text(value, type) -%}
    {%- if type == 'TIMESTAMP WITH TIME ZONE' -%}
    {{ customer_data.as_text(customer_data.iso_text("timezone('UTC', " ~ value ~ ")")) }}
    {%- elif type == 'ARRAY' -%}
    {{ customer_data.as_text('to_json(' ~ value ~ ')') }}
    {%- else -%}
    {{ customer_data.as_text(value) }}
    {%- endif -%}
{%- endmacro %}
