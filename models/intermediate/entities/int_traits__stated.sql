{{ config(materialized='table') }}

with

traits as (

    {% for source_name in var('cdp_sources') %}
        select * from {{ ref('stg_' ~ source_name ~ '__traits') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select
    source_name,
    entity_type,
    entity_id,
    anonymous_id,
    traits,
    -- no statement can be younger than its arrival
    case
        when stated_at > coalesce(received_at, loaded_at) + interval '5' minute
            then coalesce(received_at, loaded_at)
        else stated_at
    end as stated_at,
    received_at,
    loaded_at,
    is_deleted,
    {{ digest(['entity_id', json_without('traits', 'loaded_at')]) }} as content_digest,
    lost_columns
from traits
where {{ loaded_by_as_of('coalesce(loaded_at, received_at)') }}
