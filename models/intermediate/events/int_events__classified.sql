{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_events__touched'),
        ['source_name', 'event_id'],
        after=[ref('int_loads__touched'), ref('int_sightings__touched')]
    ) }}",
) }}

with

events as (

    select * from {{ ref('int_events__checked') }}
    {%- if is_incremental() %}
        where (source_name, event_id) in (
            select
                touched.source_name,
                touched.event_id
            from {{ ref('int_events__touched') }} as touched
        )
    {%- endif %}

),

-- the first copy received wins; an unreadable one comes last, so that it beats none
events_ranked as (

    select
        *,
        row_number() over (
            partition by source_name, event_id
            order by
                case when unreadable_reason is null then 0 else 1 end,
                received_at,
                sent_at nulls last,
                original_at nulls last,
                content_digest,
                -- equal copies: which one stays shows in the accounts of loads only
                load_id,
                lost_columns nulls first
        ) as copy_number,
        first_value(content_digest) over (
            partition by source_name, event_id
            order by
                case when unreadable_reason is null then 0 else 1 end,
                received_at,
                sent_at nulls last,
                original_at nulls last,
                content_digest
        ) as winning_digest
    from events

),

events_with_class as (

    select
        *,
        case
            when unreadable_reason is not null then 'quarantined'
            when copy_number > 1 and content_digest = winning_digest then 'duplicate'
            when copy_number > 1 then 'conflict'
            when rejections is not null then 'quarantined'
            when not is_planned and '{{ var("unplanned_events") }}' = 'quarantine'
                then 'quarantined'
            else 'accepted'
        end as row_class
    from events_ranked

)

select
    source_name,
    event_id,
    copy_number,
    event_id_basis,
    event_name,
    seen_event_name,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    occurred_at,
    occurred_at_basis,
    received_at,
    loaded_at,
    load_id,
    -- only a row that stays out of the facts keeps the whole of what it was
    case when row_class in ('accepted', 'quarantined') then properties end as properties,
    case when row_class <> 'accepted' or lost_columns is not null then raw end as raw,
    -- what cannot be read breaks no rule
    case
        when unreadable_reason is null then nullif(concat_ws(',', rejections, violations), '')
    end as violations,
    lost_columns,
    is_planned,
    row_class,
    case
        when row_class = 'quarantined'
            then coalesce(unreadable_reason, rejections, 'event_unplanned')
    end as rejection_reason
from events_with_class
