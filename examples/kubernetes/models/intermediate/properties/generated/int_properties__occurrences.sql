-- plan/properties: the events that every property but a live count follows from
with

commits_pushed as (

    select * from {{ ref('fct_commits_pushed') }}

)

select
    'organization.number_of_pushed_commits' as property_key,
    'sum' as property_kind,
    organization_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(number_of_commits as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from commits_pushed
where
    organization_id is not null
