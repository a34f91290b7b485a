with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}
    where is_rejected

),

seen as (

    select * from {{ ref('int_identifiers__seen') }}

),

types as (

    select * from {{ ref('plan_identifier_types') }}

),

blocked as (

    select * from {{ ref('int_identifiers__blocked') }}

),

disputes as (

    select * from {{ ref('int_identifiers__disputed') }}

),

persons_counted as (

    select
        identifier_id,
        count(*) as number_of_persons
    from disputes
    group by identifier_id

)

select
    identities.identifier_id,
    identities.identifier_type,
    case when not types.is_personal then identities.identifier_value end as identifier_value,
    identities.rejection_reason,
    identities.claimed_person_id as first_person_id,
    cast(persons_counted.number_of_persons as bigint) as number_of_persons,
    identities.contested_at as rejected_at,
    seen.number_of_records,
    seen.first_seen_at,
    seen.last_seen_at
from identities
inner join seen
    on identities.identifier_id = seen.identifier_id
inner join types
    on identities.identifier_type = types.identifier_type
left join persons_counted
    on identities.identifier_id = persons_counted.identifier_id
union all
-- what names nobody is nobody's
select
    md5(identifier_type || ':' || identifier_value) as identifier_id,
    identifier_type,
    identifier_value,
    'blocked' as rejection_reason,
    null as first_person_id,
    null as number_of_persons,
    first_seen_at as rejected_at,
    number_of_records,
    first_seen_at,
    last_seen_at
from blocked
