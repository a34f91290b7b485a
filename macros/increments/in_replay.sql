{# True of a moment in the period that the vars replay_start and replay_end bound, half-open. #}
{% macro in_replay(moment) -%}
    {%- set start, end = var('replay_start'), var('replay_end') -%}
    {{ customer_data.utc_timestamp("'" ~ start ~ "'") ~ ' <= ' ~ moment if start else 'true' }}
    {{ 'and ' ~ moment ~ ' < ' ~ customer_data.utc_timestamp("'" ~ end ~ "'") if end }}
{%- endmacro %}
