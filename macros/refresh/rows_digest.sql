{# The number of rows and the sum of their hashes, as a scalar query: the same in any order. #}
{% macro rows_digest(relation) -%}
    {{ return(adapter.dispatch('rows_digest', 'customer_data')(relation)) }}
{%- endmacro %}

{% macro duckdb__rows_digest(relation) -%}
    (
        select concat_ws('-', count(*), coalesce(sum(cast(hash(t) as hugeint)), 0))
        from {{ relation }} as t
    )
{%- endmacro %}

{% macro postgres__rows_digest(relation) -%}
    (
        select concat_ws('-', count(*), coalesce(sum(hashtextextended(cast(t as text), 0)), 0))
        from {{ relation }} as t
    )
{%- endmacro %}
