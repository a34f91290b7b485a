{% macro iso_timestamp_pattern(with_offset) -%}
    {%- set date = '[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?' -%}
    {%- set offset = ' ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)' -%}
    {%- if with_offset -%}
    ^{{ date }}[T ]{{ time }}{{ offset }}$
    {%- else -%}
    ^{{ date }}([T ]{{ time }})?$
    {%- endif -%}
{%- endmacro %}
