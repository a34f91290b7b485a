{# The text row_as_json() wrote, less one of its columns; that column holds no quotation marks. #}
{% macro json_without(json, key) -%}
    regexp_replace({{ json }}, '"{{ key }}":("[^"]*"|null|[0-9]+),?', '')
{%- endmacro %}
