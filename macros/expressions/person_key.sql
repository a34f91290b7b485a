{# person_id of an identifier: a hash of its type and value. #}
{% macro person_key(identifier_type, value) -%}
    md5('{{ identifier_type }}:' || {{ value }})
{%- endmacro %}
