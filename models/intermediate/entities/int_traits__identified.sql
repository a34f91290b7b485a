with

traits as (

    select * from {{ ref('int_traits__unioned') }}

),

identities as (

    select
        identifier_type,
        identifier_value,
        person_id
    from {{ ref('int_identifiers__resolved') }}

)

select
    traits.source_name,
    traits.event_id,
    traits.entity_type,
    case
        when traits.entity_type = 'user' then coalesce(users.person_id, devices.person_id)
        else traits.entity_id
    end as entity_id,
    traits.evidence,
    traits.traits,
    traits.stated_at,
    traits.received_at,
    traits.loaded_at,
    traits.is_deleted,
    traits.content_digest
from traits
left join identities as users
    on
        traits.entity_type = 'user'
        and users.identifier_type = 'user_id'
        and traits.entity_id = users.identifier_value
left join identities as devices
    on
        traits.entity_type = 'user'
        and devices.identifier_type = 'anonymous_id'
        and traits.anonymous_id = devices.identifier_value
