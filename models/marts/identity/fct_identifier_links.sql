with

links as (

    select * from {{ ref('int_identifiers__linked') }}

),

identities as (

    select
        identifier_id,
        identifier_type,
        identifier_value,
        person_id
    from {{ ref('int_identifiers__resolved') }}

)

select
    {{ digest(['ones.identifier_id', 'others.identifier_id', 'links.evidence']) }} as link_id,
    ones.identifier_id,
    links.identifier_type,
    others.identifier_id as linked_identifier_id,
    links.linked_type as linked_identifier_type,
    links.evidence,
    ones.person_id <> others.person_id as is_rejected,
    links.number_of_records,
    links.first_seen_at,
    links.last_seen_at
from links
inner join identities as ones
    on
        links.identifier_type = ones.identifier_type
        and links.identifier_value = ones.identifier_value
inner join identities as others
    on
        links.linked_type = others.identifier_type
        and links.linked_value = others.identifier_value
