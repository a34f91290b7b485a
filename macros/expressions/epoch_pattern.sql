{# Digits of an epoch timestamp before the year 5139. #}
{% macro epoch_pattern(epoch_unit) -%}
    {%- set digits = {'seconds': 11, 'milliseconds': 14, 'microseconds': 17} -%}
    ^[0-9]{% raw %}{1,{% endraw %}{{ digits.get(epoch_unit, 1) }}}$
{%- endmacro %}
