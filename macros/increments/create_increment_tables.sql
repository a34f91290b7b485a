{#
    What one run tells the next: the loads that were read, the tables that can be added to, and what
    `customer-data refresh` has built all tables from.
#}
{% macro create_increment_tables() -%}
    {%- set loads_read = source('increments', 'loads_read') -%}
    {%- do adapter.create_schema(loads_read) -%}
    {%- do run_query(
        'create table if not exists ' ~ loads_read
        ~ ' (source_name ' ~ dbt.type_string()
        ~ ', load_id ' ~ dbt.type_string()
        ~ ', rows_raw ' ~ dbt.type_bigint() ~ ')'
    ) -%}
    {%- do run_query(
        'create table if not exists ' ~ source('increments', 'tables_built')
        ~ ' (table_name ' ~ dbt.type_string()
        ~ ', code ' ~ dbt.type_string()
        ~ ', lineage ' ~ dbt.type_string()
        ~ ', as_of ' ~ dbt.type_timestamp() ~ ')'
    ) -%}
    {%- do run_query(
        'create table if not exists ' ~ source('increments', 'inputs_built')
        ~ ' (input_name ' ~ dbt.type_string()
        ~ ', digest ' ~ dbt.type_string() ~ ')'
    ) -%}
{%- endmacro %}
