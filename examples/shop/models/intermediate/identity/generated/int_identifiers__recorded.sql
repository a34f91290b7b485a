-- plan/identity.yml: what was seen together, and what names nobody
{% set names_nobody = '^([0-]*|-1|null|none|anonymous|undefined|empty)$' %}
with

sightings as (

    select * from {{ ref('int_identifiers__sighted') }}

),

-- a row that came twice is one statement
statements as (

    select distinct
        entity_id as user_id,
        anonymous_id,
        stated_at,
        content_digest
    from {{ ref('int_traits__unioned') }}
    where entity_type = 'user'

),

memberships as (

    select distinct
        user_id,
        joined_at,
        content_digest
    from {{ ref('int_memberships__unioned') }}

),

records as (

    select
        'event' as evidence,
        user_id,
        anonymous_id,
        first_seen_at,
        last_seen_at,
        number_of_records
    from sightings
    union all
    select
        'statement' as evidence,
        user_id,
        anonymous_id,
        min(stated_at) as first_seen_at,
        max(stated_at) as last_seen_at,
        count(*) as number_of_records
    from statements
    group by
        user_id,
        anonymous_id
    union all
    select
        'membership' as evidence,
        user_id,
        null as anonymous_id,
        min(joined_at) as first_seen_at,
        max(joined_at) as last_seen_at,
        count(*) as number_of_records
    from memberships
    group by user_id

)

select
    evidence,
    case when not {{ customer_data.matches('lower(user_id)', names_nobody) }} then user_id end
        as user_id,
    case when {{ customer_data.matches('lower(user_id)', names_nobody) }} then user_id end
        as blocked_user_id,
    case when not {{ customer_data.matches('lower(anonymous_id)', names_nobody) }} then anonymous_id end
        as anonymous_id,
    case when {{ customer_data.matches('lower(anonymous_id)', names_nobody) }} then anonymous_id end
        as blocked_anonymous_id,
    first_seen_at,
    last_seen_at,
    number_of_records
from records
