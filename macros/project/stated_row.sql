{#
    What a row of an entity table states, as JSON. A table states every column, nulls too; of a row
    that `land` took from JSON, only what was sent is stated, and `extra` holds what has no column.
#}
{% macro stated_row(relation, alias) -%}
    {%- if 'extra' in customer_data.columns_by_name(relation) -%}
    case
        when {{ alias }}.extra is null then {{ customer_data.row_as_json(alias) }}
        else
            substr({{ alias }}.extra, 1, length({{ alias }}.extra) - 1)
            || ','
            || substr({{ customer_data.raw_row(relation, alias, without=['extra']) }}, 2)
    end
    {%- else -%}
    {{ customer_data.row_as_json(alias) }}
    {%- endif -%}
{%- endmacro %}
