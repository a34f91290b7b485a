with

drifts as (

    select * from {{ ref('int_names__added') }}
    union all
    select * from {{ ref('int_names__lost') }}
    union all
    select * from {{ ref('int_columns__retyped') }}
    union all
    select * from {{ ref('int_payloads__retyped') }}

)

select
    {{ digest([
        'source_name', 'relation_name', 'event_name', 'property', 'kind', 'seen_as'
    ]) }} as drift_id,
    source_name,
    relation_name,
    event_name,
    property,
    kind,
    seen_as,
    expected,
    found,
    number_of_rows,
    first_seen_at,
    last_seen_at
from drifts
