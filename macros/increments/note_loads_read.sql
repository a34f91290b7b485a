{# The SQL that notes how many rows of each load this run has read. #}
{% macro note_loads_read() -%}
    {%- set loads_read = source('increments', 'loads_read') -%}
    {%- set counted = graph.nodes.values()
        | selectattr('name', 'equalto', 'int_loads__counted') | first -%}
    delete from {{ loads_read }};
    insert into {{ loads_read }} (source_name, load_id, rows_raw)
    select source_name, load_id, sum(rows_raw)
    from {{ customer_data.relation_of(counted) }}
    group by source_name, load_id;
{% endmacro %}
