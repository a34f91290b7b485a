{# True unless the event broke this rule of the plan. #}
{% macro keeps(rule_key) -%}
    coalesce(
        {{ dbt.position("'," ~ rule_key ~ ",'", "',' || violations || ','") }}, 0
    ) = 0
{%- endmacro %}
