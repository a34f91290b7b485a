{# Where a node of the graph lies in the warehouse. #}
{% macro relation_of(node) -%}
    {{ return(api.Relation.create(node.database, node.schema, node.alias)) }}
{%- endmacro %}
