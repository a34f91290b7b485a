{# Stops a run that would build with the plan's seeds of an earlier plan, in one line with the cure. #}
{% macro check_plan_is_loaded(built) -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'seed' and 'generated' in node.fqn
        and node.unique_id not in selected_resources -%}
        {%- if built.get(node.name, node.checksum.checksum) != node.checksum.checksum -%}
            {{ exceptions.raise_compiler_error(
                'seed ' ~ node.name ~ ' changed with the plan and is not loaded yet; '
                ~ 'run `dbt seed` first, or `dbt build` without a selection'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
