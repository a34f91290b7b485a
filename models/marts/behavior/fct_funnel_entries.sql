with

entries as (

    select * from {{ ref('int_funnels__entered') }}

),

censored as (

    select * from {{ ref('int_funnels__censored') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- whoever is gone by then cannot do it any more
entries_with_ends as (

    select
        entries.*,
        as_of.as_of,
        case
            when censored.censored_at < entries.completed_at then null
            else entries.completed_at
        end as happened_at,
        case
            when entries.completed_at <= censored.censored_at then null
            else censored.censored_at
        end as censored_at
    from entries
    cross join as_of
    left join censored
        on
            entries.funnel_name = censored.funnel_name
            and entries.source_name = censored.source_name
            and entries.event_id = censored.event_id

)

select
    {{ digest(['funnel_name', 'source_name', 'event_id']) }} as funnel_entry_id,
    funnel_name,
    entity_type,
    entity_id,
    nullif(match_value, '') as match_value,
    organization_id,
    source_name,
    event_id,
    entered_at,
    {{ local_date('entered_at') }} as entered_on,
    window_ends_at,
    decided_at,
    case
        when happened_at is not null then 'happened'
        when censored_at is not null then 'censored'
        when decided_at <= as_of then 'did_not_happen'
        else 'pending'
    end as status,
    decided_at <= as_of and censored_at is null as is_decided,
    cast(steps_reached as bigint) as steps_reached,
    happened_at,
    censored_at
from entries_with_ends
