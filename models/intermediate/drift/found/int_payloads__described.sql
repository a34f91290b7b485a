{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_loads__touched'), ['source_name', 'load_id']
    ) }}",
) }}

with

shapes as (

    select * from {{ ref('int_payloads__shaped') }}

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
    from shapes
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
    from shapes

),

-- a key twice in one payload is one property of it, as are two that are alike when shortened
properties as (

    select distinct
        source_name,
        load_id,
        event_name,
        shape_number,
        {{ shown_name('key') }} as property_name,
        type as json_type,
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
    from shapes
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
