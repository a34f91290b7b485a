with

traits as (

    select
        source_name,
        entity_type || 's' as relation_name,
        entity_id,
        stated_at,
        loaded_at,
        lost_columns,
        traits
    from {{ ref('int_traits__unioned') }}

),

memberships as (

    select
        source_name,
        'memberships' as relation_name,
        case when organization_id is not null and joined_at is not null then user_id end
            as entity_id,
        stated_at,
        loaded_at,
        lost_columns,
        raw as traits
    from {{ ref('int_memberships__unioned') }}

),

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

positions as (

    {% for position in range(1, 9) %}
        select {{ position }} as position
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

entity_rows as (

    select * from traits
    union all
    select * from memberships

),

lost_values as (

    select
        entity_rows.*,
        {{ listed_item('entity_rows.lost_columns', 'positions.position') }} as property
    from entity_rows
    cross join positions
    where entity_rows.lost_columns is not null

),

attributes_checked as (

    select
        attributes.source_name,
        attributes.entity_type || 's' as relation_name,
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
    cast(null as {{ dbt.type_string() }}) as event_name,
    'unreadable_value' as rule,
    property,
    'null' as action,
    {{ masked_sample(json_text('traits', 'property'), 'false') }} as value_sample,
    coalesce(stated_at, loaded_at) as seen_at
from lost_values
where property <> ''
union all
select
    source_name,
    relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    'key_missing' as rule,
    null as property,
    'ignore' as action,
    null as value_sample,
    coalesce(stated_at, loaded_at) as seen_at
from entity_rows
where entity_id is null or stated_at is null
union all
select
    source_name,
    relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    case when is_readable then 'values' else 'type' end as rule,
    property,
    case when is_readable then 'warn' else 'null' end as action,
    {{ masked_sample('value', 'is_personal') }} as value_sample,
    stated_at as seen_at
from attributes_checked
where not is_readable or not is_allowed
