{#
    A query for the periods in which the weights of what occurs at once add up to enough. Reads a
    relation with its key, entity_id, weight, at_least (1 or more), starts_at and ends_at; gives the key,
    entity_id, valid_from and valid_to. Periods of one key and entity neither touch nor overlap.
#}
{% macro periods_with_enough(occurrences, key) -%}
    select
        {{ key }},
        entity_id,
        changed_at as valid_from,
        next_changed_at as valid_to
    from (
        select
            *,
            lead(changed_at) over (partition by {{ key }}, entity_id order by changed_at)
                as next_changed_at
        from (
            select
                *,
                weight_at_once >= at_least as is_enough,
                weight_at_once - weight >= at_least as was_enough
            from (
                select
                    *,
                    sum(weight) over (
                        partition by {{ key }}, entity_id
                        order by changed_at
                        rows between unbounded preceding and current row
                    ) as weight_at_once
                from (
                    select
                        {{ key }},
                        entity_id,
                        at_least,
                        changed_at,
                        sum(weight) as weight
                    from (
                        select
                            {{ key }},
                            entity_id,
                            at_least,
                            weight,
                            starts_at as changed_at
                        from {{ occurrences }}
                        where ends_at is null or starts_at < ends_at
                        union all
                        select
                            {{ key }},
                            entity_id,
                            at_least,
                            -weight as weight,
                            ends_at as changed_at
                        from {{ occurrences }}
                        where starts_at < ends_at
                    ) as changes
                    group by {{ key }}, entity_id, at_least, changed_at
                ) as changes_of_moments
            ) as sums
        ) as states
        where is_enough <> was_enough
    ) as turns
    where is_enough
{%- endmacro %}
