{# What stands in the place of a raw relation that the warehouse lacks. #}
{% macro no_rows() -%}
    (select 1 as absent where 1 = 0) as absent
{%- endmacro %}
