{#
    Notes what the tables were built from; `customer-data refresh` asks for it after a build of all
    of them. The next run of dbt, whatever it builds, forgets it first.
#}
{% macro note_inputs(digests) -%}
    {%- set inputs_built = source('increments', 'inputs_built') -%}
    {%- do run_query('delete from ' ~ inputs_built) -%}
    {%- for name, digest in digests | dictsort -%}
        {%- do run_query(
            'insert into ' ~ inputs_built ~ ' (input_name, digest) '
            ~ "values ('" ~ name ~ "', '" ~ digest ~ "')"
        ) -%}
    {%- endfor -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
