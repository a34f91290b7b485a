-- the last value of every daily series is the value of the property's history at as_of
with

changes as (

    select * from {{ ref('int_properties__effective') }}
    where valid_to is null

),

daily as (

    select * from {{ ref('int_properties__daily') }}

),

as_of as (

    select {{ local_date('as_of') }} as as_of_date from {{ ref('int_as_of') }}

),

last_day as (

    select daily.*
    from daily
    inner join as_of
        on daily.snapshot_date = as_of.as_of_date

)

select
    changes.property_key,
    changes.entity_id
from changes
full outer join last_day
    on
        changes.property_key = last_day.property_key
        and changes.entity_id = last_day.entity_id
where
    changes.number_value is distinct from last_day.number_value
    or changes.text_value is distinct from last_day.text_value
