with

entries as (

    select * from {{ ref('fct_funnel_entries') }}

),

followed as (

    select * from {{ ref('int_funnels__followed') }}
    where step_number = 1

),

funnels as (

    select * from {{ ref('plan_funnels') }}

)

select
    entries.funnel_entry_id,
    entries.funnel_name,
    entries.entity_id,
    entries.status,
    case when entries.status = 'happened' then entries.happened_at else entries.decided_at end
        as ended_at,
    -- who does it too late has done it
    case
        when entries.status = 'did_not_happen' and funnels.number_of_steps = 2
            then followed.next_at
    end as made_up_at
from entries
inner join funnels
    on entries.funnel_name = funnels.funnel_name
inner join followed
    on
        entries.funnel_name = followed.funnel_name
        and entries.source_name = followed.source_name
        and entries.event_id = followed.event_id
where entries.status in ('happened', 'did_not_happen')
