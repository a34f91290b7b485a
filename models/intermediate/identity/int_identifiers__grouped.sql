with

rebuilt as (

    select * from {{ ref('int_identifiers__rebuilt') }}

),

persons as (

    select
        identifier_type,
        identifier_value,
        person_id
    from {{ ref('int_identities__found') }}

),

links as (

    select
        identifier_type,
        identifier_value,
        linked_type,
        linked_value
    from {{ ref('int_identifiers__linked') }}
    where (identifier_type, identifier_value) in (
        select
            rebuilt.identifier_type,
            rebuilt.identifier_value
        from rebuilt
    )

),

-- persons who were seen with a rejected identifier hang together, though they are not one
links_between_persons as (

    select
        ones.person_id as one_person_id,
        others.person_id as other_person_id
    from links
    inner join persons as ones
        on
            links.identifier_type = ones.identifier_type
            and links.identifier_value = ones.identifier_value
    inner join persons as others
        on
            links.linked_type = others.identifier_type
            and links.linked_value = others.identifier_value
    where ones.person_id <> others.person_id
    group by ones.person_id, others.person_id

),

ends as (

    select
        one_person_id || other_person_id as link_id,
        one_person_id as person_id
    from links_between_persons
    union all
    select
        one_person_id || other_person_id as link_id,
        other_person_id as person_id
    from links_between_persons

),

names_0 as (

    select
        *,
        person_id as group_id
    from ends

),

{% for step in range(1, 9) %}
    names_{{ step }}_of_links as (

        select
            link_id,
            person_id,
            min(group_id) over (partition by link_id) as group_id
        from names_{{ step - 1 }}

    ),

    names_{{ step }} as (

        select
            link_id,
            person_id,
            min(group_id) over (partition by person_id) as group_id
        from names_{{ step }}_of_links

    ),

{% endfor %}
names_compared as (

    select
        person_id,
        group_id,
        min(group_id) over (partition by link_id) as least_group_id,
        max(group_id) over (partition by link_id) as greatest_group_id
    from names_8

),

names_settled as (

    select
        person_id,
        group_id,
        min(case when least_group_id = greatest_group_id then 1 else 0 end) over (
            partition by group_id
        ) = 1 as is_settled
    from names_compared

)

-- what eight steps do not span is one large group: larger than it need be, and closed all the same
select distinct
    person_id,
    case when is_settled then group_id else 'far' end as group_id
from names_settled
