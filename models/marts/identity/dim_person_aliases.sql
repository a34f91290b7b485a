with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

seen as (

    select
        identifier_id,
        first_seen_at
    from {{ ref('int_identifiers__seen') }}

)

-- a person is called by its strongest identifier, and may have been called by any other
select
    identities.identifier_id as alias_person_id,
    identities.person_id,
    seen.first_seen_at as valid_from
from identities
inner join seen
    on identities.identifier_id = seen.identifier_id
