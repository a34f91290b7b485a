{# What the last runs vouch for: a dictionary from the name of a table to one of its digests. #}
{% macro tables_built(digest) -%}
    {%- set built = {} -%}
    {%- for row in run_query(
        'select table_name, ' ~ digest ~ ' from ' ~ source('increments', 'tables_built')
    ) -%}
        {%- do built.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {{ return(built) }}
{%- endmacro %}
