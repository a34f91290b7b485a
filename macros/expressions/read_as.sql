{# Text as a logical type of the plan; what cannot be read becomes null and never raises. #}
{% macro read_as(text, type) -%}
    {%- if type == 'integer' -%}
    case
        when {{ customer_data.matches(text, '^[+-]?[0-9]{1,18}$') }}
            then cast({{ text }} as bigint)
    end
    {%- elif type == 'number' -%}
    case
        when {{ customer_data.matches(text, '^[+-]?[0-9]{1,27}([.][0-9]{1,9})?$') }}
            then cast({{ text }} as numeric(38, 9))
    end
    {%- elif type == 'money' -%}
    case
        when {{ customer_data.matches(text, '^[+-]?[0-9]{1,14}([.][0-9]{1,4})?$') }}
            then cast({{ text }} as numeric(18, 4))
    end
    {%- elif type == 'boolean' -%}
    case lower({{ text }})
        when 'true' then true when '1' then true when 'false' then false when '0' then false
    end
    {%- elif type == 'timestamp' -%}
    {{ customer_data.utc_timestamp(text) }}
    {%- elif type == 'date' -%}
    case
        when {{ customer_data.matches(text, '^[0-9-]+$') }}
            then cast({{ customer_data.utc_timestamp(text) }} as date)
    end
    {%- else -%}
    {{ text }}
    {%- endif -%}
{%- endmacro %}
