{#
    What a raw relation holds, in one short text that changes with it. Rows that say when they were
    loaded are counted by that, as the models do; of all others the whole content counts.
#}
{% macro raw_digest(node) -%}
    {%- set relation = source(node.source_name, node.name) -%}
    {#- a file that is read where it lies is no relation of the warehouse #}
    {%- if not relation.external and load_relation(relation) is none -%}
        {{ return('absent') }}
    {%- endif -%}
    {%- set columns = adapter.get_column_schema_from_query('select * from ' ~ relation) -%}
    {%- set shape = columns | map(attribute='name') | join(',')
        ~ columns | map(attribute='dtype') | join(',') -%}
    {%- set load = node.config.loaded_at_field or node.loaded_at_field -%}
    {%- if load and load in columns | map(attribute='name') -%}
        {%- set loads %}
            select {{ load }}, count(*) as rows_raw from {{ relation }}
            where {{ load }} is not null group by {{ load }}
        {%- endset -%}
        {%- set parts = [
            customer_data.rows_digest('(' ~ loads ~ ')'),
            customer_data.rows_digest('(select * from ' ~ relation ~ ' where ' ~ load ~ ' is null)'),
        ] -%}
    {%- else -%}
        {%- set parts = [customer_data.rows_digest(relation)] -%}
    {%- endif -%}
    {%- set found = run_query('select ' ~ parts | join(" || '/' || ")) -%}
    {{ return(local_md5(shape) ~ ':' ~ found[0][0]) }}
{%- endmacro %}
