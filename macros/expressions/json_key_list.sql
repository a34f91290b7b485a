{# The top-level keys of a JSON object as a JSON array, in their order. #}
{% macro json_key_list(json) -%}
    {{ return(adapter.dispatch('json_key_list', 'customer_data')(json)) }}
{%- endmacro %}

{# the NUL character may stand in no text elsewhere #}
{% macro duckdb__json_key_list(json) -%}
    replace(cast(to_json(json_keys({{ json }})) as varchar), '\u0000', '\ufffd')
{%- endmacro %}

{% macro postgres__json_key_list(json) -%}
    {{ target.schema }}.json_key_list({{ json }})
{%- endmacro %}
