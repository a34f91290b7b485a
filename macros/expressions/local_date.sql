{# The day of a UTC timestamp in the reporting time zone. #}
{% macro local_date(timestamp) -%}
    {{ return(adapter.dispatch('local_date', 'customer_data')(timestamp)) }}
{%- endmacro %}

{% macro default__local_date(timestamp) -%}
    cast(
        timezone('{{ var("reporting_timezone", "UTC") }}', timezone('UTC', {{ timestamp }}))
        as date
    )
{%- endmacro %}
