-- <<event.place>>: <<event.name>>
with

events as (

    select * from {{ ref('fct_events') }}
    where event_name = '<<event.name>>'

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
<% for item in event.columns %>
    <<write.column(item)|indent(4)>> as <<item.name>>,
<% endfor %>
    occurred_at,
    received_at,
    loaded_at
from events
