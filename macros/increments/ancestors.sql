{# The unique ids of a node and of everything it is built from; raw data is not among them. #}
{% macro ancestors(node, found=none) -%}
    {%- set found = {} if found is none else found -%}
    {%- do found.update({node.unique_id: node.checksum.checksum}) -%}
    {%- for unique_id in node.depends_on.nodes if unique_id not in found -%}
        {%- set parent = graph.nodes.get(unique_id) -%}
        {%- if parent and (parent.resource_type == 'model' or 'generated' in parent.fqn) -%}
            {%- do customer_data.ancestors(parent, found) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
