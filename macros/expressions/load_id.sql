{# The load a raw row came with: its loaded_at or, failing that, the UTC day it was received. #}
{% macro load_id(loaded_at, received_at) -%}
    coalesce(
        {{ customer_data.iso_text(loaded_at) }},
        substr({{ customer_data.iso_text(received_at) }}, 1, 10),
        'unknown'
    )
{%- endmacro %}
