{# The type that a column's name promises by the conventions of this project. #}
{% macro type_by_name(column) -%}
    {%- if column.startswith('is_') -%}
    boolean
    {%- elif column.startswith('number_') -%}
    numeric(38, 9)
    {%- elif column.endswith('_position') -%}
    bigint
    {%- elif column.endswith('_at') or column in ('valid_from', 'valid_to') -%}
    {{ dbt.type_timestamp() }}
    {%- else -%}
    {{ dbt.type_string() }}
    {%- endif -%}
{%- endmacro %}
