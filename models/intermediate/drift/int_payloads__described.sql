{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_loads__touched'), ['source_name', 'load_id']
    ) }}",
) }}

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

),

shapes_numbered as (

    select
        *,
        row_number() over (
            partition by source_name, load_id
            order by event_name, is_readable, keys, types, extra_keys, extra_types
        ) as shape_number
    from shapes

),

fields as (

    select
        source_name,
        load_id,
        event_name,
        shape_number,
        {{ json_items('keys') }} as key,
        {{ json_items('types') }} as type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from shapes_numbered
    where event_name is not null
    union all
    -- what the row says beside the event has no event
    select
        source_name,
        load_id,
        '' as event_name,
        shape_number,
        {{ json_items('extra_keys') }} as key,
        {{ json_items('extra_types') }} as type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from shapes_numbered

),

-- a key twice in one payload is one property of it, as are two that are alike when shortened
properties as (

    select distinct
        source_name,
        load_id,
        event_name,
        shape_number,
        {{ shown_name('key') }} as property_name,
        {{ json_type_name('type') }} as json_type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from fields
    union all
    select
        source_name,
        load_id,
        event_name,
        shape_number,
        '' as property_name,
        'event' as json_type,
        number_of_rows,
        first_seen_at,
        last_seen_at
    from shapes_numbered
    where event_name is not null and is_readable

)

select
    source_name,
    load_id,
    event_name,
    {{ as_text('property_name') }} as property_name,
    json_type,
    cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from properties
group by source_name, load_id, event_name, {{ as_text('property_name') }}, json_type
