with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

seen as (

    select
        identifier_id,
        coalesce(first_seen_at, {{ always() }}) as first_seen_at
    from {{ ref('int_identifiers__seen') }}

),

identities_seen as (

    select
        identities.*,
        seen.first_seen_at,
        greatest(identities.claimed_at, seen.first_seen_at) as belongs_from,
        case
            when identities.contested_at is not null
                then greatest(identities.contested_at, seen.first_seen_at)
        end as belongs_until
    from identities
    inner join seen
        on identities.identifier_id = seen.identifier_id

),

-- nobody else's, then somebody's, then nobody else's again
versions as (

    select
        identifier_id,
        identifier_type,
        identifier_id as person_id,
        first_seen_at as valid_from,
        belongs_from as valid_to
    from identities_seen
    union all
    select
        identifier_id,
        identifier_type,
        claimed_person_id as person_id,
        belongs_from as valid_from,
        belongs_until as valid_to
    from identities_seen
    union all
    select
        identifier_id,
        identifier_type,
        identifier_id as person_id,
        belongs_until as valid_from,
        null as valid_to
    from identities_seen
    where belongs_until is not null

)

select
    identifier_id,
    identifier_type,
    person_id,
    valid_from,
    valid_to,
    valid_to is null as is_current
from versions
where valid_to is null or valid_from < valid_to
