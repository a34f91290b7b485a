with

traits as (

    select
        source_name,
        entity_type || 's' as relation_name,
        cast(null as {{ dbt.type_string() }}) as event_name,
        entity_id,
        stated_at,
        loaded_at,
        lost_columns,
        traits
    from {{ ref('int_traits__stated') }}

),

calls as (

    select
        source_name,
        'events' as relation_name,
        event_type as event_name,
        -- a device is somebody too
        coalesce(entity_id, anonymous_id) as entity_id,
        stated_at,
        loaded_at,
        -- what an event lost is told with the other events
        null as lost_columns,
        null as traits
    from {{ ref('int_traits__evented') }}

),

memberships as (

    select
        source_name,
        'memberships' as relation_name,
        null as event_name,
        case when organization_id is not null and joined_at is not null then user_id end
            as entity_id,
        stated_at,
        loaded_at,
        lost_columns,
        raw as traits
    from {{ ref('int_memberships__unioned') }}

),

consents as (

    select
        source_name,
        'consents' as relation_name,
        null as event_name,
        case when purpose is not null and is_granted is not null then user_id end as entity_id,
        stated_at,
        loaded_at,
        lost_columns,
        raw as traits
    from {{ ref('int_consents__unioned') }}

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
    select * from calls
    union all
    select * from memberships
    union all
    select * from consents

),

lost_values as (

    select
        entity_rows.*,
        {{ listed_item('entity_rows.lost_columns', 'positions.position') }} as property
    from entity_rows
    cross join positions
    where entity_rows.lost_columns is not null

)

select
    source_name,
    relation_name,
    event_name,
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
    event_name,
    'key_missing' as rule,
    null as property,
    'ignore' as action,
    null as value_sample,
    coalesce(stated_at, loaded_at) as seen_at
from entity_rows
where entity_id is null or stated_at is null
