with

stated as (

    select
        source_name,
        entity_type,
        entity_id,
        anonymous_id,
        traits,
        stated_at,
        received_at,
        loaded_at,
        is_deleted,
        content_digest,
        lost_columns
    from {{ ref('int_traits__stated') }}

),

evented as (

    select
        source_name,
        event_id,
        entity_type,
        entity_id,
        anonymous_id,
        traits,
        stated_at,
        received_at,
        loaded_at,
        content_digest
    from {{ ref('int_traits__evented') }}

)

select
    source_name,
    cast(null as {{ dbt.type_string() }}) as event_id,
    entity_type,
    entity_id,
    anonymous_id,
    'table' as evidence,
    traits,
    stated_at,
    received_at,
    loaded_at,
    is_deleted,
    content_digest,
    lost_columns
from stated
union all
select
    source_name,
    event_id,
    entity_type,
    entity_id,
    anonymous_id,
    'call' as evidence,
    traits,
    stated_at,
    received_at,
    loaded_at,
    -- only a table deletes
    false as is_deleted,
    content_digest,
    -- what could not be read is told with the other events
    null as lost_columns
from evented
