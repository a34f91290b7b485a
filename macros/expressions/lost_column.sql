{# The name of a column whose text said something that its cast could not read, else null. #}
{% macro lost_column(name, text, value) -%}
    case when trim({{ text }}) <> '' and {{ value }} is null then '{{ name }}' end
{%- endmacro %}
