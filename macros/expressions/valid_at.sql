{# True where the half-open interval of the relation holds the moment. #}
{% macro valid_at(moment, relation) -%}
    {{ relation }}.valid_from <= {{ moment }}
    and ({{ relation }}.valid_to is null or {{ moment }} < {{ relation }}.valid_to)
{%- endmacro %}
