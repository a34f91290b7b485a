{# A digest of all that makes a table beside its data: SQL, the plan's seeds, the settings. #}
{% macro lineage(node) -%}
    {%- set parts = [] -%}
    {%- for unique_id, checksum in customer_data.ancestors(node) | dictsort -%}
        {%- do parts.append(unique_id ~ '=' ~ checksum) -%}
    {%- endfor -%}
    {%- for name in [
        'demo', 'raw_schema', 'cdp_sources', 'min_valid_date', 'reporting_timezone', 'epoch_unit',
        'unplanned_events',
    ] -%}
        {%- do parts.append(name ~ '=' ~ var(name)) -%}
    {%- endfor -%}
    {{ return(local_md5(parts | join('\n'))) }}
{%- endmacro %}
