{# A name that came as data, fit to be shown: cut, and masked where it could be personal. #}
{% macro shown_name(name) -%}
    case when {{ name }} like '%@%' then '***' else substr({{ name }}, 1, 100) end
{%- endmacro %}
