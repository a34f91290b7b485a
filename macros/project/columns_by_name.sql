{#
    The columns of a raw relation by their names in lower case; none while nothing can be asked. Of
    two names that differ in case only, which Postgres allows, the one in lower case comes first and
    the other keeps its spelling.
#}
{% macro columns_by_name(relation) -%}
    {%- set columns = {} -%}
    {%- if execute and relation is not none -%}
        {%- for column in adapter.get_columns_in_relation(relation)
            | sort(attribute='name', case_sensitive=true, reverse=true) -%}
            {%- set name = column.name | lower -%}
            {%- do columns.update({column.name if name in columns else name: column}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{%- endmacro %}
