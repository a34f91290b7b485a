{#
    The unique ids of the incremental models whose table the next run cannot take as it is: it is
    gone, never came out whole, was asked to be built afresh, or its SQL or a setting changed.
    While a period is replayed, only a table whose own SQL changed is built whole.
#}
{% macro outdated_models(models) -%}
    {%- set replays = var('replay_start') or var('replay_end') -%}
    {%- set built = customer_data.tables_built('code' if replays else 'lineage') -%}
    {%- set outdated = [] -%}
    {%- for model in models -%}
        {%- set code = model.checksum.checksum if replays else customer_data.lineage(model) -%}
        {%- set is_refreshed = flags.FULL_REFRESH and model.unique_id in selected_resources
            and model.config.full_refresh is not false -%}
        {%- if built.get(model.name) != code or is_refreshed
            or load_cached_relation(customer_data.relation_of(model)) is none -%}
            {%- do outdated.append(model.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- what the facts were built with is known from this table only #}
    {%- for model in models if model.name == 'fct_events' -%}
        {%- if models | selectattr('unique_id', 'in', outdated)
            | selectattr('name', 'equalto', 'int_subjects__applied') | list -%}
            {%- do outdated.append(model.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(outdated) }}
{%- endmacro %}
