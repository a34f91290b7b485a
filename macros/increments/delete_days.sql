{# Pre-hook of a daily fact: deletes the days that it writes anew for everyone. #}
{% macro delete_days(days_rebuilt) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where snapshot_date >= (select first_date from {{ days_rebuilt }})
    {%- endif -%}
{%- endmacro %}
