with

events as (

    select * from {{ ref('int_events__classified') }}
    where lost_columns is not null or violations is not null or row_class = 'quarantined'

),

rules as (

    select * from {{ ref('plan_rules') }}

),

positions as (

    {% for position in range(1, 9) %}
        select {{ position }} as position
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

lost_values as (

    select
        events.source_name,
        events.seen_event_name as event_name,
        'unreadable_value' as rule,
        {{ listed_item('events.lost_columns', 'positions.position') }} as property,
        'null' as action,
        events.raw,
        coalesce(events.occurred_at, events.loaded_at) as seen_at
    from events
    cross join positions
    where events.lost_columns is not null

),

findings as (

    select
        source_name,
        event_name,
        rule,
        property,
        action,
        -- what a broken context holds is anybody's guess
        {{ masked_sample(json_text('raw', 'property'), "property = 'context'") }} as value_sample,
        seen_at
    from lost_values
    where property <> ''
    union all
    select
        source_name,
        seen_event_name as event_name,
        rejection_reason as rule,
        null as property,
        'quarantine' as action,
        null as value_sample,
        coalesce(occurred_at, loaded_at) as seen_at
    from events
    -- a reason that is a rule of the plan shows with its rule below
    where row_class = 'quarantined' and rejection_reason not like '%:%'
    union all
    select
        events.source_name,
        events.event_name,
        rules.rule,
        rules.property,
        -- some warehouses' seed loaders take the word null for nothing
        coalesce(rules.action, 'null') as action,
        {{ masked_sample(json_text('events.properties', 'rules.property'), 'rules.is_personal') }}
            as value_sample,
        events.occurred_at as seen_at
    from events
    inner join rules
        on
            rules.event_name in (events.event_name, '*')
            and {{ dbt.position(
                "',' || rules.rule_key || ','", "',' || events.violations || ','"
            ) }} > 0
    where events.row_class in ('accepted', 'quarantined') and events.violations is not null

)

select
    source_name,
    'events' as relation_name,
    event_name,
    rule,
    property,
    action,
    value_sample,
    seen_at
from findings
