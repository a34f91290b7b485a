{# The columns of a raw relation as rows of text after other rows: relation, name, database type. #}
{% macro column_rows(name) -%}
    {%- set columns = customer_data.columns_by_name(customer_data.raw_relation(name)) -%}
    {%- for key, column in columns | dictsort(true) %}
        , (
            '{{ name }}',
            '{{ column.name | replace("'", "''") }}',
            '{{ column.data_type | lower | replace("'", "''") }}'
        )
    {%- endfor -%}
{%- endmacro %}
