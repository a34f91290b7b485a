with

changes as (

    select * from {{ ref('int_properties__changes') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

)

-- what a window will drop after as_of has not happened yet
select
    changes.property_key,
    changes.entity_id,
    changes.number_value,
    changes.text_value,
    changes.is_approximate,
    changes.valid_from,
    case when changes.valid_to <= as_of.as_of then changes.valid_to end as valid_to
from changes
inner join as_of
    on changes.valid_from <= as_of.as_of
