{# A property of an event, under its name of today or, failing that, an earlier one. #}
{% macro property(name) -%}
    {%- set texts = [customer_data.json_text('properties', "'" ~ name ~ "'")] -%}
    {%- for alias in varargs -%}
        {%- do texts.append(customer_data.json_text('properties', "'" ~ alias ~ "'")) -%}
    {%- endfor -%}
    {{ texts[0] if texts | length == 1 else 'coalesce(' ~ texts | join(', ') ~ ')' }}
{%- endmacro %}
