-- plan/identity.yml: what was seen together, and what names nobody
{% set names_nobody = '<<names_nobody>>' %}
with

sightings as (

    select * from {{ ref('int_identifiers__sighted') }}

),

-- a row that came twice is one statement
statements as (

    select distinct
        entity_id as user_id,
        anonymous_id,
<% for type in stated_types %>
        <<identifier_text(type)>> as <<type.name>>,
<% endfor %>
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
<% for type in types %>
        <<type.name if type.name in ("user_id", "anonymous_id") else "null as " ~ type.name>>,
<% endfor %>
        first_seen_at,
        last_seen_at,
        number_of_records
    from sightings
    union all
    select
        'statement' as evidence,
<% for type in types %>
        <<type.name>>,
<% endfor %>
        min(stated_at) as first_seen_at,
        max(stated_at) as last_seen_at,
        count(*) as number_of_records
    from statements
    group by
<% for type in types %>
        <<type.name>><<"," if not loop.last>>
<% endfor %>
    union all
    select
        'membership' as evidence,
<% for type in types %>
        <<"user_id" if type.name == "user_id" else "null as " ~ type.name>>,
<% endfor %>
        min(joined_at) as first_seen_at,
        max(joined_at) as last_seen_at,
        count(*) as number_of_records
    from memberships
    group by user_id

)

select
    evidence,
<% for type in types %>
    case when not <<blocked(type.name)>> then <<type.name>> end
        as <<type.name>>,
    case when <<blocked(type.name)>> then <<type.name>> end
        as blocked_<<type.name>>,
<% endfor %>
    first_seen_at,
    last_seen_at,
    number_of_records
from records
