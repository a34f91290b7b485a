{#
    A row of a raw relation as one JSON text that stays the same when the order, the case or the
    types of the columns change, or one is added: sorted by name, nulls left out, every value text.
#}
{% macro raw_row(relation, alias, without=[]) -%}
    {%- set fields = [] -%}
    {%- for name, column in customer_data.columns_by_name(relation) | dictsort(true)
        if name not in without -%}
        {%- set label = (tojson(name) ~ ':') | replace("'", "''") -%}
        {%- set value = customer_data.json_string(customer_data.column_text(alias, column)) -%}
        {%- do fields.append("'" ~ label ~ "' || " ~ value) -%}
    {%- endfor -%}
    {#- a function takes a hundred arguments, a table may have more columns #}
    {%- set parts = [] -%}
    {%- for some in fields | batch(90) -%}
        {%- do parts.append("nullif(concat_ws(',', " ~ some | join(', ') ~ "), '')") -%}
    {%- endfor -%}
    {{ customer_data.as_text("'{' || concat_ws(',', " ~ (parts or ["''"]) | join(', ') ~ ") || '}'") }}
{%- endmacro %}
