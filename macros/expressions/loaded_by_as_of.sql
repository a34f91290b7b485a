{# False for a row that was loaded after the moment the build speaks for. #}
{% macro loaded_by_as_of(loaded_at) -%}
    {%- if var('as_of') -%}
    (
        {{ loaded_at }} is null
        or {{ loaded_at }} <= {{ customer_data.utc_timestamp("'" ~ var('as_of') ~ "'") }}
    )
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
