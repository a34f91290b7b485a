{#
    A model further down the line as the last run left it, for a work list that needs to know what
    its rows were before; no rows where it was never built. A ref() would be a cycle.
#}
{% macro last_built(name, columns) -%}
    {%- set found = namespace(relation=none) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.name == name -%}
            {%- set found.relation = load_relation(customer_data.relation_of(node)) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if found.relation -%}
    (select {{ columns | join(', ') }} from {{ found.relation }}) as {{ name }}
    {%- else -%}
    (
        select
        {%- for column in columns %}
            cast(null as {{ customer_data.type_by_name(column) }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
        where 1 = 0
    ) as {{ name }}
    {%- endif -%}
{%- endmacro %}
