{# Makes sure that an incremental table is built whole the next time that it is built. #}
{% macro forget_table(model) -%}
    {%- do run_query(
        'delete from ' ~ source('increments', 'tables_built')
        ~ " where table_name = '" ~ model.name ~ "'"
    ) -%}
    {%- if model.name == 'int_events__classified' -%}
        {%- do run_query('delete from ' ~ source('increments', 'loads_read')) -%}
    {%- endif -%}
    {#- a full refresh swaps the old table for the new one by itself #}
    {%- set relation = load_cached_relation(customer_data.relation_of(model)) -%}
    {%- if relation and model.unique_id in selected_resources
        and not (flags.FULL_REFRESH and model.config.full_refresh is not false) -%}
        {%- do adapter.drop_relation(relation) -%}
    {%- endif -%}
{%- endmacro %}
