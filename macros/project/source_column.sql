{# A column of a raw relation as text; a null of that type where the relation lacks the column. #}
{% macro source_column(relation, alias, name) -%}
    {%- set columns = customer_data.columns_by_name(relation) -%}
    {%- if name in columns -%}
    {{ customer_data.column_text(alias, columns[name]) }}
    {%- else -%}
    cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
