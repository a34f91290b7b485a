{# md5 of several texts; lengths keep ('ab', 'c') apart from ('a', 'bc'), and null apart from ''. #}
{% macro digest(texts) -%}
    md5(
        {%- for text in texts %}
        coalesce(cast(length({{ text }}) as {{ dbt.type_string() }}) || ':' || {{ text }}, '-')
        {%- if not loop.last %} || {% endif %}
        {%- endfor %}
    )
{%- endmacro %}
