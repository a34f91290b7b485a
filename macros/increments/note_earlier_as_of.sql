{#
    Before a build for an earlier moment: the days after it are about to go from the daily facts, and
    a run that is killed cannot say so afterwards.
#}
{% macro note_earlier_as_of() -%}
    {%- if var('as_of') -%}
        {%- set as_of = customer_data.utc_timestamp("'" ~ var('as_of') ~ "'") -%}
        {%- do run_query(
            'update ' ~ source('increments', 'tables_built')
            ~ ' set as_of = ' ~ as_of ~ ' where as_of > ' ~ as_of
        ) -%}
    {%- endif -%}
{%- endmacro %}
