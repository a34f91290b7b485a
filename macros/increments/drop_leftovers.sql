{# Drops the tables that dbt was about to swap in or out when its process was killed. #}
{% macro drop_leftovers() -%}
    {%- set schemas = {} -%}
    {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
        {%- do schemas.update({node.schema: node.database}) -%}
    {%- endfor -%}
    {%- for schema, database in schemas.items() -%}
        {%- set folder = api.Relation.create(database, schema, '') -%}
        {%- for row in list_relations_without_caching(folder.without_identifier()) -%}
            {%- if '__dbt_tmp' in row['name'] or '__dbt_backup' in row['name'] -%}
                {%- do adapter.drop_relation(
                    api.Relation.create(database, schema, row['name'], type=row['type'])
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- asking for the list has begun a transaction #}
    {%- do adapter.commit() -%}
{%- endmacro %}
