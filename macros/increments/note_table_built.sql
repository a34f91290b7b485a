{# The SQL that vouches for a table; after the replay of a period it keeps its old lineage. #}
{% macro note_table_built(model) -%}
    {%- set tables_built = source('increments', 'tables_built') -%}
    {%- set name = "table_name = '" ~ model.name ~ "'" -%}
    {%- set as_of = graph.nodes.values() | selectattr('name', 'equalto', 'int_as_of') | first -%}
    {%- if not (var('replay_start') or var('replay_end')) -%}
    delete from {{ tables_built }} where {{ name }};
    {%- endif %}
    insert into {{ tables_built }} (table_name, code, lineage)
    select '{{ model.name }}', '{{ model.checksum.checksum }}', '{{ customer_data.lineage(model) }}'
    where not exists (select 1 from {{ tables_built }} where {{ name }});
    {%- if as_of.unique_id in customer_data.ancestors(model) %}
    update {{ tables_built }}
    set as_of = (select as_of from {{ customer_data.relation_of(as_of) }})
    where {{ name }};
    {%- endif %}
{% endmacro %}
