-- plan/properties: the events that every property but a live count follows from
with

thing_added as (

    select * from {{ ref('fct_thing_added') }}

),

any_event as (

    select * from {{ ref('fct_events') }}

)

select
    'user.last_seen_color' as property_key,
    'latest' as property_kind,
    person_id as entity_id,
    colors as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    occurred_at + interval '7' day as expires_at,
    received_at,
    event_id,
    source_name
from thing_added
where
    person_id is not null
    and app_version in ('1.0', '1.1')
union all
select
    'organization.number_of_events' as property_key,
    'count_events' as property_kind,
    organization_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(1 as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from any_event
where
    organization_id is not null
