{{ config(materialized='table') }}

with

memberships as (

    {% for source_name in var('cdp_sources') %}
        select * from {{ ref('stg_' ~ source_name ~ '__memberships') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    source_name,
    user_id,
    organization_id,
    role,
    joined_at,
    left_at,
    stated_at,
    loaded_at,
    {{ digest(['user_id', 'organization_id', json_without('raw', 'loaded_at')]) }}
        as content_digest,
    lost_columns,
    raw
from memberships
where {{ loaded_by_as_of('loaded_at') }}
