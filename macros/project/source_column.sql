{# A column of a raw relation as text; a null of that type where the relation lacks the column. #}
{% macro source_column(relation, alias, name) -%}
    {%- set found = namespace(column=none) -%}
    {%- if execute and relation is not none -%}
        {%- for column in adapter.get_columns_in_relation(relation) if column.name | lower == name -%}
            {%- set found.column = adapter.quote(column.name) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if found.column -%}
    {{ customer_data.as_text(alias ~ '.' ~ found.column) }}
    {%- else -%}
    cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
