{{ config(enabled='in_house' in var('cdp_sources')) }}

with

events as (

    select * from {{ ref('base_in_house__events') }}

),

events_read as (

    select
        *,
        {{ utc_timestamp('trim(original_timestamp)', var('epoch_unit')) }} as original_at_read,
        {{ utc_timestamp('trim(sent_at)', var('epoch_unit')) }} as sent_at_read,
        {{ utc_timestamp('trim(received_at)', var('epoch_unit')) }} as received_at_read,
        {{ utc_timestamp('trim(loaded_at)', var('epoch_unit')) }} as loaded_at_read,
        case when {{ is_json_object('context') }} then context end as context_read
    from events

)

select
    'in_house' as source_name,
    event_id,
    nullif(trim(event_name), '') as event_name,
    case
        when trim(event_name) in ('page', 'screen', 'identify', 'group', 'alias')
            then trim(event_name)
        else 'track'
    end as event_type,
    nullif(trim(user_id), '') as user_id,
    nullif(trim(anonymous_id), '') as anonymous_id,
    nullif(trim(organization_id), '') as organization_id,
    cast(null as {{ dbt.type_string() }}) as vendor_session_id,
    original_at_read as original_at,
    sent_at_read as sent_at,
    received_at_read as received_at,
    loaded_at_read as loaded_at,
    loaded_at as load_key,
    cast(null as {{ dbt.type_timestamp() }}) as vendor_occurred_at,
    case when trim(properties) <> '' then properties end as properties,
    context_read as context,
    cast(null as {{ dbt.type_string() }}) as consent,
    extra,
    nullif(concat_ws(
        ',',
        {{ lost_column('original_timestamp', 'original_timestamp', 'original_at_read') }},
        {{ lost_column('sent_at', 'sent_at', 'sent_at_read') }},
        {{ lost_column('received_at', 'received_at', 'received_at_read') }},
        {{ lost_column('loaded_at', 'loaded_at', 'loaded_at_read') }},
        {{ lost_column('context', 'context', 'context_read') }}
    ), '') as lost_columns,
    raw
from events_read
