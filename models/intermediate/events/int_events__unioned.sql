with

events as (

    {% for source_name in var('cdp_sources') %}
        select * from {{ ref('stg_' ~ source_name ~ '__events') }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

events_with_digest as (

    select
        *,
        {{ digest([
            'event_name',
            'user_id',
            'anonymous_id',
            'organization_id',
            'cast(' ~ epoch_microseconds('original_at') ~ ' as ' ~ dbt.type_string() ~ ')',
            'trim(properties)',
            'trim(context)',
        ]) }} as content_digest
    from events
    where {{ loaded_by_as_of('coalesce(loaded_at, received_at)') }}

)

select
    source_name,
    event_id as given_event_id,
    coalesce(case when trim(event_id) <> '' then event_id end, content_digest) as event_id,
    case when trim(event_id) <> '' then 'given' else 'synthetic' end as event_id_basis,
    event_name as seen_event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    original_at,
    sent_at,
    coalesce(received_at, loaded_at) as received_at,
    loaded_at,
    vendor_occurred_at,
    properties,
    extra,
    load_key,
    {{ load_id('loaded_at', 'received_at') }} as load_id,
    content_digest,
    lost_columns,
    raw
from events_with_digest
