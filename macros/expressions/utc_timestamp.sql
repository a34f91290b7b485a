{#
    Text as a UTC timestamp: ISO 8601, an offset honoured, none meaning UTC; digits only are
    read where `epoch_unit` names their unit. Null where the text is no such moment.
#}
{% macro utc_timestamp(text, epoch_unit='') -%}
    {{ return(adapter.dispatch('utc_timestamp', 'customer_data')(text, epoch_unit)) }}
{%- endmacro %}

{# a plain cast to timestamp drops an offset in silence, so the two forms are cast apart #}
{% macro duckdb__utc_timestamp(text, epoch_unit='') -%}
    {%- set with_offset = customer_data.iso_timestamp_pattern(with_offset=true) -%}
    {%- set without_offset = customer_data.iso_timestamp_pattern(with_offset=false) -%}
    case
        when {{ customer_data.matches(text, with_offset) }}
            then timezone('UTC', try_cast({{ text }} as timestamptz))
        when {{ customer_data.matches(text, without_offset) }}
            then try_cast({{ text }} as timestamp)
        {%- if epoch_unit %}
        when {{ customer_data.matches(text, customer_data.epoch_pattern(epoch_unit)) }}
            then make_timestamp(
                cast({{ text }} as bigint) * {{ customer_data.microseconds_per(epoch_unit) }}
            )
        {%- endif %}
    end
{%- endmacro %}

{% macro postgres__utc_timestamp(text, epoch_unit='') -%}
    {{ target.schema }}.utc_timestamp(
        {{ text }},
        '{{ customer_data.epoch_pattern(epoch_unit) }}',
        {{ customer_data.microseconds_per(epoch_unit) if epoch_unit else 'null' }}
    )
{%- endmacro %}
