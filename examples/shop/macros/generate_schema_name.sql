{# dbt asks the root project alone, so this one hands the question to the engine. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ return(customer_data.generate_schema_name(custom_schema_name, node)) }}
{%- endmacro %}
