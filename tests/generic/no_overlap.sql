{% test no_overlap(model, columns) %}

with

intervals as (

    select
        {{ columns | join(', ') }},
        valid_from,
        valid_to,
        lead(valid_from) over (partition by {{ columns | join(', ') }} order by valid_from)
            as next_valid_from
    from {{ model }}

)

select * from intervals
where
    valid_to <= valid_from
    or next_valid_from < valid_to
    or (next_valid_from is not null and valid_to is null)

{% endtest %}
