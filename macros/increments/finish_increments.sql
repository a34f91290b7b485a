{#
    After a run: notes which tables the next run may add to and which loads have been read. The work
    lists are emptied once every incremental model has come out of one and the same run; until
    then they only grow, so that a run that failed, was killed or left models out loses nothing.
#}
{% macro finish_increments(results) -%}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- set succeeded = results | selectattr('status', 'equalto', 'success')
            | map(attribute='node.unique_id') | list -%}
        {%- set models = customer_data.incremental_models() -%}
        {%- set done = models | selectattr('unique_id', 'in', succeeded) | list -%}
        {%- for model in done -%}
            {{ customer_data.note_table_built(model) }}
            {%- if model.name == 'int_events__classified' -%}
                {{ customer_data.note_loads_read() }}
            {%- endif -%}
        {%- endfor -%}
        {%- if done | length == models | length -%}
            {%- for model in models if model.config.full_refresh is false -%}
                delete from {{ customer_data.relation_of(model) }};
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
