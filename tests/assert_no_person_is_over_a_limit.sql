-- persons with more identifiers of a type than plan/identity.yml allows one human
with

identities as (

    select
        identifier_id,
        person_id
    from {{ ref('int_identifiers__resolved') }}

),

seen as (

    select
        identifier_id,
        identifier_type,
        unit
    from {{ ref('int_identifiers__seen') }}

),

limits as (

    select
        identifier_type,
        max_per_person
    from {{ ref('plan_identifier_types') }}

)

select
    identities.person_id,
    seen.identifier_type,
    count(distinct seen.unit) as number_of_identifiers
from identities
inner join seen
    on identities.identifier_id = seen.identifier_id
inner join limits
    on seen.identifier_type = limits.identifier_type
group by identities.person_id, seen.identifier_type, limits.max_per_person
having count(distinct seen.unit) > limits.max_per_person
