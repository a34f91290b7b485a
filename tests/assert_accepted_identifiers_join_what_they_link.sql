-- identifiers that neither were rejected nor led to one person: the passes of a level did not
-- reach all that hangs together
with

links as (

    select * from {{ ref('fct_identifier_links') }}
    -- an alias says so and the limit of the type may forbid it
    where is_rejected and identifier_type <> linked_identifier_type

),

identifiers as (

    select identifier_id from {{ ref('dim_identifiers') }}
    where not is_rejected

)

select
    links.link_id,
    links.identifier_id,
    links.linked_identifier_id
from links
inner join identifiers as ones
    on links.identifier_id = ones.identifier_id
inner join identifiers as others
    on links.linked_identifier_id = others.identifier_id
