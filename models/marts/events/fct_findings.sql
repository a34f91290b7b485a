with

findings as (

    select * from {{ ref('int_findings__events') }}
    union all
    select * from {{ ref('int_findings__entities') }}
    union all
    select * from {{ ref('int_findings__attributes') }}
    union all
    select * from {{ ref('int_findings__derived') }}

)

select
    {{ digest(['source_name', 'relation_name', 'event_name', 'rule', 'property']) }} as finding_id,
    source_name,
    relation_name,
    event_name,
    rule,
    property,
    action,
    cast(count(*) as bigint) as number_of_rows,
    min(value_sample) as value_sample,
    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from findings
group by source_name, relation_name, event_name, rule, property, action
