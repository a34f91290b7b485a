-- an event's user_id names a person, alone or with others by an override, or is blocked
with

events as (

    select distinct user_id from {{ ref('fct_events') }}
    where user_id is not null

),

identifiers as (

    select identifier_value from {{ ref('dim_identifiers') }}
    where identifier_type = 'user_id'
    union
    select identifier_value from {{ ref('rpt_identity_rejections') }}
    where identifier_type = 'user_id' and rejection_reason = 'blocked'

)

select events.user_id
from events
left join identifiers
    on events.user_id = identifiers.identifier_value
where identifiers.identifier_value is null
