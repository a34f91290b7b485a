{#
    Pre-hook of an incremental model: deletes the rows of the listed keys, which it writes anew.
    `after` is there to be named: dbt builds what a hook names before the model.
#}
{% macro delete_listed(list, columns, list_columns=none, after=none) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where ({{ columns | join(', ') }}) in (
        select {{ (list_columns or columns) | join(', ') }} from {{ list }}
    )
    {%- endif -%}
{%- endmacro %}
