with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

seen as (

    select * from {{ ref('int_identifiers__seen') }}

),

types as (

    select * from {{ ref('plan_identifier_types') }}

)

select
    identities.identifier_id,
    identities.identifier_type,
    case when not types.is_personal then identities.identifier_value end as identifier_value,
    identities.person_id,
    identities.is_rejected,
    identities.rejection_reason,
    seen.number_of_records,
    seen.first_seen_at,
    seen.last_seen_at
from identities
inner join seen
    on identities.identifier_id = seen.identifier_id
inner join types
    on identities.identifier_type = types.identifier_type
