{#
    Tells `customer-data refresh`, as one JSON object in dbt's log, what the raw relations hold, what
    the tables were built from, and which tables are not there.
#}
{% macro tell_inputs() -%}
    {%- set inputs = {'now': {}, 'built': {}, 'missing': []} -%}
    {%- for node in graph.sources.values() if node.source_name != 'increments' -%}
        {%- set name = node.source_name ~ '.' ~ node.name -%}
        {%- do inputs.now.update({name: customer_data.raw_digest(node)}) -%}
    {%- endfor -%}
    {%- set inputs_built = load_relation(source('increments', 'inputs_built')) -%}
    {%- if inputs_built -%}
        {%- for row in run_query('select input_name, digest from ' ~ inputs_built) -%}
            {%- do inputs.built.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ('model', 'seed') and node.config.materialized != 'ephemeral' -%}
        {%- if load_relation(customer_data.relation_of(node)) is none -%}
            {%- do inputs.missing.append(node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do log('refresh: ' ~ tojson(inputs)) -%}
{%- endmacro %}
