-- plan/identity.yml: the persons that all types of identifiers together tell apart
with

identities as (

    select * from {{ ref('int_identities__by_anonymous_id') }}

)

select
    identifier_id,
    identifier_type,
    identifier_value,
    -- a rejected identifier is a person of its own
    case when is_rejected then identifier_id else claimed_person_id end as person_id,
    claimed_person_id,
    claimed_at,
    contested_at,
    is_rejected,
    rejection_reason
from identities
