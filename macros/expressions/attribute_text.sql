{# An attribute's value in one spelling: equal texts are equal values, unreadable ones are null. #}
{% macro attribute_text(value, type) -%}
    case {{ type }}
        {%- for logical_type in ['integer', 'number', 'money', 'boolean', 'date'] %}
        when '{{ logical_type }}'
            then {{ customer_data.as_text(customer_data.read_as(value, logical_type)) }}
        {%- endfor %}
        when 'timestamp'
            then {{ customer_data.iso_text(customer_data.read_as(value, 'timestamp')) }}
        else {{ value }}
    end
{%- endmacro %}
