with

attributes as (

    select * from {{ ref('int_entities__attributes') }}
    where value is not null

),

planned_attributes as (

    select
        entity_type,
        attribute_name,
        allowed_values
    from {{ ref('plan_attributes') }}
    where key_rank = 1

),

attributes_checked as (

    select
        attributes.source_name,
        case
            when attributes.evidence = 'call' then 'events'
            else attributes.entity_type || 's'
        end as relation_name,
        case
            when attributes.evidence = 'call' and attributes.entity_type = 'user' then 'identify'
            when attributes.evidence = 'call' then 'group'
        end as event_name,
        attributes.attribute_name as property,
        attributes.is_personal,
        attributes.value,
        attributes.valid_from as stated_at,
        case attributes.attribute_type
            {% for type in ['integer', 'number', 'money', 'boolean', 'timestamp', 'date'] %}
                when '{{ type }}' then {{ read_as('attributes.value', type) }} is not null
            {% endfor %}
            else true
        end as is_readable,
        planned_attributes.allowed_values is null
        or (
            attributes.value not like '%|%'
            and {{ dbt.position(
                "'|' || attributes.value || '|'", "planned_attributes.allowed_values"
            ) }} > 0
        ) as is_allowed
    from attributes
    inner join planned_attributes
        on
            attributes.entity_type = planned_attributes.entity_type
            and attributes.attribute_name = planned_attributes.attribute_name

)

select
    source_name,
    relation_name,
    event_name,
    case when is_readable then 'values' else 'type' end as rule,
    property,
    case when is_readable then 'warn' else 'null' end as action,
    {{ masked_sample('value', 'is_personal') }} as value_sample,
    stated_at as seen_at
from attributes_checked
where not is_readable or not is_allowed
