with

entries as (

    select * from {{ ref('int_funnels__entered') }}

),

memberships as (

    select * from {{ ref('dim_memberships_history') }}

),

existing as (

    select * from {{ ref('int_entities__existing') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- a change of role is no departure
spells as (

    select
        person_id,
        organization_id,
        min(valid_from) as valid_from,
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to
    from memberships
    group by membership_id, person_id, organization_id

),

departures as (

    select
        entries.funnel_name,
        entries.source_name,
        entries.event_id,
        existing.valid_to as censored_at
    from entries
    cross join as_of
    inner join existing
        on
            entries.entity_type = existing.entity_type
            and entries.entity_id = existing.entity_id
            and {{ valid_at('entries.entered_at', 'existing') }}
    where existing.valid_to <= least(entries.window_ends_at, as_of.as_of)
    union all
    select
        entries.funnel_name,
        entries.source_name,
        entries.event_id,
        spells.valid_to as censored_at
    from entries
    cross join as_of
    inner join spells
        on
            entries.entity_type = 'user'
            and entries.entity_id = spells.person_id
            and entries.organization_id = spells.organization_id
            and {{ valid_at('entries.entered_at', 'spells') }}
    where spells.valid_to <= least(entries.window_ends_at, as_of.as_of)

)

select
    funnel_name,
    source_name,
    event_id,
    min(censored_at) as censored_at
from departures
group by funnel_name, source_name, event_id
