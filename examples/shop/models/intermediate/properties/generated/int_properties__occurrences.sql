-- plan/properties: the events that every property but a live count follows from
with

purchase_completed as (

    select * from {{ ref('fct_purchase_completed') }}

)

select
    'user.number_of_purchases' as property_key,
    'count_events' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(1 as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from purchase_completed
where
    person_id is not null
