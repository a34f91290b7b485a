with

effects as (

    select * from {{ ref('int_memberships__joined_and_left') }}

),

actions as (

    select * from {{ ref('int_objects__actions') }}
    -- an object may be declared to be older than the data
    where object_id is not null and coalesce(opening, 'unknown') = 'unknown'

),

parents as (

    select * from {{ ref('int_organizations__parented') }}
    where not is_parent_known

),

objects as (

    select
        property_key,
        object_id,
        min(source_name) as source_name,
        min(occurred_at) as seen_at,
        max(case when action in ('created', 'restored') then 1 else 0 end) as creations,
        max(case when action = 'deleted' then 1 else 0 end) as deletions
    from actions
    group by property_key, object_id

)

select
    source_name,
    'events' as relation_name,
    event_name,
    'left_without_joining' as rule,
    cast(null as {{ dbt.type_string() }}) as property,
    'ignore' as action,
    cast(null as {{ dbt.type_string() }}) as value_sample,
    occurred_at as seen_at
from effects
where effect = 'left' and not is_end
union all
select
    source_name,
    'events' as relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    'deleted_without_create' as rule,
    property_key as property,
    'ignore' as action,
    {{ masked_sample('object_id', 'false') }} as value_sample,
    seen_at
from objects
where creations = 0 and deletions = 1
union all
select
    source_name,
    case when evidence = 'call' then 'events' else 'organizations' end as relation_name,
    case when evidence = 'call' then 'group' end as event_name,
    'parent_unknown' as rule,
    'parent_organization_id' as property,
    'ignore' as action,
    {{ masked_sample('parent_organization_id', 'false') }} as value_sample,
    stated_at as seen_at
from parents
