{# The moment since which something is known that was never unknown; before all that can happen. #}
{% macro always() -%}
    cast('0001-01-01' as {{ dbt.type_timestamp() }})
{%- endmacro %}
