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
    {%- for name in ['as_of', 'min_valid_date', 'replay_start', 'replay_end'] if var(name) -%}
        {%- set patterns = [
            customer_data.iso_timestamp_pattern(with_offset=true),
            customer_data.iso_timestamp_pattern(with_offset=false),
        ] -%}
        {%- if not modules.re.match(patterns | join('|'), var(name)) -%}
            {{ exceptions.raise_compiler_error(
                'var ' ~ name ~ ' is "' ~ var(name)
                ~ '"; set it to a UTC moment such as 2026-03-01T00:00:00Z'
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if 'in_house' in var('cdp_sources') and not var('demo') -%}
        {{ customer_data.check_raw_relations() }}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}
