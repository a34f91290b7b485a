with

changes as (

    select * from {{ ref('int_properties__effective') }}

),

rebuilt as (

    select entity_id from {{ ref('int_entities__rebuilt') }}

),

days_rebuilt as (

    select first_date from {{ ref('int_days__rebuilt') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- a day shows what held at its end, the last day what holds at as_of
changes_with_days as (

    select
        changes.property_key,
        changes.entity_id,
        changes.number_value,
        changes.text_value,
        case
            when rebuilt.entity_id is null
                then greatest({{ local_date('changes.valid_from') }}, days_rebuilt.first_date)
            else {{ local_date('changes.valid_from') }}
        end as first_date,
        case
            when changes.valid_to is null then {{ local_date('as_of.as_of') }}
            else cast({{ dbt.dateadd('day', -1, local_date('changes.valid_to')) }} as date)
        end as last_date
    from changes
    cross join as_of
    cross join days_rebuilt
    left join rebuilt
        on changes.entity_id = rebuilt.entity_id

)

select
    property_key,
    entity_id,
    {{ days_between('first_date', 'last_date') }} as snapshot_date,
    number_value,
    text_value
from changes_with_days
where first_date <= last_date
