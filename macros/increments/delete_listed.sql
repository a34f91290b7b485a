{# Pre-hook of an incremental model: deletes the rows of the listed keys, which it writes anew. #}
{% macro delete_listed(list, columns, list_columns=none) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where ({{ columns | join(', ') }}) in (
        select {{ (list_columns or columns) | join(', ') }} from {{ list }}
    )
    {%- endif -%}
{%- endmacro %}
