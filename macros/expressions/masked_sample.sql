{# A value to show in a finding: none the plan calls personal, none that looks like an e-mail. #}
{% macro masked_sample(value, is_personal) -%}
    case
        when {{ is_personal }} or {{ value }} like '%@%' then '***'
        else substr({{ value }}, 1, 40)
    end
{%- endmacro %}
