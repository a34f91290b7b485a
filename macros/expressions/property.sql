{# A property of an event, under its name of today or, failing that, an earlier one. #}
{% macro property(name) -%}
    {%- if varargs -%}
    coalesce(
        {{ json_text('properties', "'" ~ name ~ "'") }}
        {%- for alias in varargs %}, {{ json_text('properties', "'" ~ alias ~ "'") }}{% endfor -%}
    )
    {%- else -%}
    {{ json_text('properties', "'" ~ name ~ "'") }}
    {%- endif -%}
{%- endmacro %}
