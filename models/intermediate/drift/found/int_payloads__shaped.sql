with

payloads as (

    select * from {{ ref('int_payloads__arrived') }}

),

-- few shapes make many payloads, so only shapes are taken apart
shapes as (

    select
        source_name,
        load_id,
        event_name,
        payload is not null as is_readable,
        {{ json_key_list('payload') }} as keys,
        {{ json_type_list('payload') }} as types,
        {{ json_key_list('extra') }} as extra_keys,
        {{ json_type_list('extra') }} as extra_types,
        count(*) as number_of_rows,
        min(received_at) as first_seen_at,
        max(received_at) as last_seen_at
    from payloads
    group by
        source_name,
        load_id,
        event_name,
        payload is not null,
        {{ json_key_list('payload') }},
        {{ json_type_list('payload') }},
        {{ json_key_list('extra') }},
        {{ json_type_list('extra') }}

)

select
    source_name,
    load_id,
    row_number() over (
        partition by source_name, load_id
        order by event_name, is_readable, keys, types, extra_keys, extra_types
    ) as shape_number,
    event_name,
    keys,
    types,
    extra_keys,
    extra_types,
    number_of_rows,
    is_readable,
    first_seen_at,
    last_seen_at
from shapes
