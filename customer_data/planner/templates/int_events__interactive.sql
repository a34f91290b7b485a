-- plan/sessions.yml: the events that show somebody at a device
{% set names_nobody = '<<names_nobody>>' %}
with

events as (

    select
        source_name,
        event_id,
        event_name,
        occurred_at,
        received_at,
<% if sessions.campaign_property %>
        nullif(trim({{ <<prefix>>json_text('properties', "'<<sessions.campaign_property>>'") }}), '')
            as campaign,
<% endif %>
        case when not <<blocked("user_id")>> then user_id end
            as user_id,
        case when not <<blocked("anonymous_id")>> then anonymous_id end
            as anonymous_id
    from {{ ref('int_events__accepted') }}
    where
        event_type <> 'system'
<% if silent %>
        and event_name not in (<% for name in silent %>'<<name>>'<<', ' if not loop.last>><% endfor %>)
<% endif %>

)

select
    source_name,
    event_id,
    event_name,
    occurred_at,
    received_at,
<% if sessions.campaign_property %>
    campaign,
<% endif %>
    -- without a device, the user stands for it
    coalesce('anonymous_id:' || anonymous_id, 'user_id:' || user_id) as device_key
from events
where anonymous_id is not null or user_id is not null
