{% macro microseconds_per(epoch_unit) -%}
    {{ {'seconds': 1000000, 'milliseconds': 1000, 'microseconds': 1}[epoch_unit] }}
{%- endmacro %}
