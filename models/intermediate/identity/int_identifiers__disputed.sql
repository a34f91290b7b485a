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

),

links_between_persons as (

    select
        ones.identifier_id as one_identifier_id,
        ones.person_id as one_person_id,
        others.identifier_id as other_identifier_id,
        others.person_id as other_person_id
    from links
    inner join identities as ones
        on
            links.identifier_type = ones.identifier_type
            and links.identifier_value = ones.identifier_value
    inner join identities as others
        on
            links.linked_type = others.identifier_type
            and links.linked_value = others.identifier_value
    where ones.person_id <> others.person_id

)

select
    one_identifier_id as identifier_id,
    other_person_id as person_id
from links_between_persons
union
select
    other_identifier_id as identifier_id,
    one_person_id as person_id
from links_between_persons
