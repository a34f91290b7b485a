{#
    After a run: notes what the next run may take as it is and which loads have been read. The work
    lists are emptied once every incremental model has come out of one and the same run; until
    then they only grow, so that a run that failed, was killed or left models out loses nothing.
#}
{% macro finish_increments(results) -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'seed') -%}
        {%- do customer_data.create_increment_tables() -%}
        {%- set succeeded = results | selectattr('status', 'equalto', 'success')
            | map(attribute='node.unique_id') | list -%}
        {%- for node in graph.nodes.values()
            if node.unique_id in succeeded and node.config.materialized in ('incremental', 'seed') -%}
            {{ customer_data.note_table_built(node) }}
        {%- endfor -%}
        {{ customer_data.note_loads_read(succeeded) }}
        {%- set models = customer_data.incremental_models() -%}
        {%- if models | rejectattr('unique_id', 'in', succeeded) | list | length == 0 -%}
            {%- for model in models if model.config.full_refresh is false -%}
                delete from {{ customer_data.relation_of(model) }};
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
