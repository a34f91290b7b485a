{#
    The SQL that notes how many rows of each load this run has read. A run that left out one of the
    models that go by loads has not read them, though it may have classified what others listed.
#}
{% macro note_loads_read(succeeded) -%}
    {%- set readers = graph.nodes.values() | selectattr('name', 'in', [
        'int_loads__counted', 'int_loads__touched', 'int_events__touched', 'int_events__classified',
    ]) | list -%}
    {%- if readers | rejectattr('unique_id', 'in', succeeded) | list | length == 0 -%}
    {%- set loads_read = source('increments', 'loads_read') -%}
    {%- set counted = readers | selectattr('name', 'equalto', 'int_loads__counted') | first %}
    delete from {{ loads_read }};
    insert into {{ loads_read }} (source_name, load_id, rows_raw)
    select source_name, load_id, sum(rows_raw)
    from {{ customer_data.relation_of(counted) }}
    group by source_name, load_id;
    {%- endif -%}
{% endmacro %}
