{# Stops a run that cannot come out right, before it builds anything, in one line with the cure. #}
{% macro check_settings() -%}
    {%- if execute -%}
    {%- set choices = {
        'epoch_unit': ['', 'seconds', 'milliseconds', 'microseconds'],
        'unplanned_events': ['accept', 'quarantine'],
    } -%}
    {%- for name, allowed in choices.items() if var(name) not in allowed -%}
        {{ exceptions.raise_compiler_error(
            'var ' ~ name ~ ' is "' ~ var(name) ~ '"; set it to one of: ' ~ allowed | join(', ')
        ) }}
    {%- endfor -%}
    {%- if 'in_house' in var('cdp_sources') and not var('demo') -%}
        {{ check_raw_relations() }}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}
