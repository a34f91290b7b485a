{#
    Notes what the tables were built from; `customer-data refresh` asks for it after a build of all
    of them. The next run of dbt, whatever it builds, forgets it first.
#}
{% macro note_inputs(digests) -%}
    {%- set inputs_built = source('increments', 'inputs_built') -%}
    {%- call statement(auto_begin=true) -%}
        delete from {{ inputs_built }}
    {%- endcall -%}
    {%- for name, digest in digests | dictsort -%}
        {%- call statement(auto_begin=true) -%}
            insert into {{ inputs_built }} (input_name, digest) values ('{{ name }}', '{{ digest }}')
        {%- endcall -%}
    {%- endfor -%}
    {%- do adapter.commit() -%}
{%- endmacro %}
