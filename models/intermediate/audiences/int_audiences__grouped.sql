with

occurrences as (

    select
        audience_name,
        {{ digest(['audience_name', 'cast(group_position as ' ~ dbt.type_string() ~ ')']) }}
            as group_id,
        entity_id,
        weight,
        at_least,
        starts_at,
        ends_at
    from {{ ref('int_audiences__conditioned') }}

),

group_names as (

    select distinct
        group_id,
        audience_name
    from occurrences

),

periods as (

    {{ periods_with_enough('occurrences', 'group_id') | indent(4) }}

)

select
    group_names.audience_name,
    periods.group_id,
    periods.entity_id,
    periods.valid_from,
    periods.valid_to
from periods
inner join group_names
    on periods.group_id = group_names.group_id
