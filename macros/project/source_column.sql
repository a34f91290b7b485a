{# A column of a raw relation as text; a null of that type where the relation lacks the column. #}
{% macro source_column(relation, alias, name) -%}
    {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name') | list
        if execute and relation is not none else [] -%}
    {%- if name in columns or not execute -%}
    {{ as_text(alias ~ '.' ~ name) }}
    {%- else -%}
    cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
