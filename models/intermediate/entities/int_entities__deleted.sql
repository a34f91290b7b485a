with

traits as (

    select
        entity_type,
        entity_id,
        stated_at,
        is_deleted
    from {{ ref('int_traits__stated') }}

)

select distinct
    entity_type,
    entity_id,
    stated_at as deleted_at
from traits
where is_deleted and entity_id is not null and stated_at is not null
