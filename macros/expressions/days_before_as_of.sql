{# The day a number of days before the day of as_of, in the reporting time zone. #}
{% macro days_before_as_of(days) -%}
    cast({{ dbt.dateadd('day', -days, customer_data.local_date('as_of.as_of')) }} as date)
{%- endmacro %}
