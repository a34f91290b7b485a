{# A property of an event, under its name of today or, failing that, an earlier one. #}
{% macro property(name) -%}
    {%- if varargs -%}
    coalesce(
        {{ customer_data.json_text('properties', "'" ~ name ~ "'") }}
        {%- for alias in varargs %}, {{ customer_data.json_text('properties', "'" ~ alias ~ "'") }}{% endfor -%}
    )
    {%- else -%}
    {{ customer_data.json_text('properties', "'" ~ name ~ "'") }}
    {%- endif -%}
{%- endmacro %}
