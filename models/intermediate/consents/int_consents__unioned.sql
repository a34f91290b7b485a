{{ config(materialized='table') }}

with

consents as (

    {% for source_name in var('cdp_sources') %}
        select * from {{ ref('stg_' ~ source_name ~ '__consents') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    source_name,
    user_id,
    purpose,
    is_granted,
    stated_at,
    loaded_at,
    lost_columns,
    raw
from consents
where {{ loaded_by_as_of('loaded_at') }}
