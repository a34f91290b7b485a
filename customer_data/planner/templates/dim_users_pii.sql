-- <<entity.place>>: the attributes of a user that are personal data
{{ config(schema='restricted') }}

with

attributes as (

    select
        entity_id,
        attribute_name,
        value
    from {{ ref('int_entities__attributes') }}
    where entity_type = 'user' and is_personal and valid_to is null

),

attributes_by_user as (

    select
<% for item in entity.personal %>
        max(
            case when attribute_name = '<<item.name>>' then value end
        ) as <<item.name>>,
<% endfor %>
        entity_id as person_id
    from attributes
    group by entity_id

)

select
    person_id<<"," if entity.personal>>
<% for item in entity.personal %>
    <<typed(item, item.name)>><<"," if not loop.last>>
<% endfor %>
from attributes_by_user
