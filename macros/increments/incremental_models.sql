{#
    Every incremental model of this installation, its plan's own among them; not what outlives builds,
    such as what was told to others, which no build can make again.
#}
{% macro incremental_models() -%}
    {%- set models = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.config.materialized == 'incremental'
        and not node.config.meta.get('outlives_builds') -%}
        {%- do models.append(node) -%}
    {%- endfor -%}
    {{ return(models) }}
{%- endmacro %}
