{% test agrees_with(
    model, other, key, columns, where='true', other_where='true', last_date_of=none, is_complete=true
) %}

with

{% if last_date_of -%}
last_dates as (

    select max({{ last_date_of }}) as last_date from {{ model }}

),
{%- endif %}

these as (

    select
        {{ ([key] + columns) | join(', ') }}
    from {{ model }}
    {% if last_date_of -%}
    inner join last_dates
        on {{ last_date_of }} = last_date
    {%- endif %}
    where {{ where }}

),

others as (

    select
        {{ ([key] + columns) | join(', ') }}
    from {{ other }}
    where {{ other_where }}

)

select
    these.{{ key }} as this_key,
    others.{{ key }} as other_key
from these
{{ 'full outer' if is_complete else 'left' }} join others
    on these.{{ key }} = others.{{ key }}
where
    these.{{ key }} is null
    or others.{{ key }} is null
    {%- for column in columns %}
    or these.{{ column }} is distinct from others.{{ column }}
    {%- endfor %}

{% endtest %}
