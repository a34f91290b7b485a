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
    {#- some are built whole together, such as the facts with the table that says with what #}
    {%- set partners = models | selectattr('unique_id', 'in', outdated)
        | map(attribute='config.meta.built_whole_with', default='') | list -%}
    {%- for model in models if model.name in partners and model.unique_id not in outdated -%}
        {%- do outdated.append(model.unique_id) -%}
    {%- endfor -%}
    {{ return(outdated) }}
{%- endmacro %}
