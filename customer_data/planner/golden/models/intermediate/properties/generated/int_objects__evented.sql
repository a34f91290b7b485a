-- plan/properties: the events that create, delete, restore or move what is counted
with

thing_added as (

    select * from {{ ref('fct_thing_added') }}

),

thing_removed as (

    select * from {{ ref('fct_thing_removed') }}

)

select
    'user.number_of_things' as property_key,
    nullif(trim({{ customer_data.as_text('thing_id') }}), '') as object_id,
    'created' as action,
    person_id as owner_id,
    false as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from thing_added
union all
select
    'user.number_of_things' as property_key,
    nullif(trim({{ customer_data.as_text('thing_id') }}), '') as object_id,
    'deleted' as action,
    person_id as owner_id,
    false as is_owner_stated,
    'present' as opening,
    source_name,
    event_id,
    occurred_at,
    received_at
from thing_removed
