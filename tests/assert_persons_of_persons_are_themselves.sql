-- the map of person_ids applied twice is the map
with

aliases as (

    select
        alias_person_id,
        person_id
    from {{ ref('dim_person_aliases') }}

)

select
    aliases.alias_person_id,
    aliases.person_id,
    once_more.person_id as person_of_the_person_id
from aliases
left join aliases as once_more
    on aliases.person_id = once_more.alias_person_id
where once_more.person_id is distinct from aliases.person_id
