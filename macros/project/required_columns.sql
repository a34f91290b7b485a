{# The columns of an in-house raw relation that nothing can stand in for. #}
{% macro required_columns(name) -%}
    {{ return({
        'events': ['event_id', 'event_name', 'received_at'],
        'users': ['user_id', 'updated_at'],
        'organizations': ['organization_id', 'updated_at'],
        'memberships': ['user_id', 'organization_id', 'joined_at', 'updated_at'],
        'consents': ['user_id', 'purpose', 'granted', 'at'],
    }[name]) }}
{%- endmacro %}
