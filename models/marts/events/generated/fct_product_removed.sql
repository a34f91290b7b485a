-- plan/events/shop.yml: product_removed
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = 'product_removed'

)

select
    event_id,
    source_name,
    person_id,
    person_id_at_event,
    user_id,
    anonymous_id,
    organization_id,
    organization_basis,
    {{ property('product_id') }} as product_id,
    {{ read_as(property('quantity'), 'integer') }} as quantity,
    occurred_at,
    received_at,
    loaded_at
from events
