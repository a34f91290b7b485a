-- plan/properties: the events that every property but a live count follows from
with

repository_starred as (

    select * from {{ ref('fct_repository_starred') }}

),

commits_pushed as (

    select * from {{ ref('fct_commits_pushed') }}

),

any_event as (

    select * from {{ ref('fct_events') }}

)

select
    'organization.number_of_stars' as property_key,
    'count_events' as property_kind,
    organization_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(1 as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from repository_starred
where
    organization_id is not null
union all
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
union all
select
    'organization.number_of_pushed_repositories' as property_key,
    'count_distinct' as property_kind,
    organization_id as entity_id,
    repository_id as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from commits_pushed
where
    organization_id is not null
union all
select
    'organization.number_of_active_people' as property_key,
    'count_distinct' as property_kind,
    organization_id as entity_id,
    person_id as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    occurred_at + interval '30' day as expires_at,
    received_at,
    event_id,
    source_name
from any_event
where
    organization_id is not null
union all
select
    'organization.last_pushed_at' as property_key,
    'latest' as property_kind,
    organization_id as entity_id,
    {{ customer_data.iso_text('occurred_at') }} as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from commits_pushed
where
    organization_id is not null
union all
select
    'user.number_of_own_pushed_commits' as property_key,
    'sum' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(number_of_commits as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from commits_pushed
where
    person_id is not null
union all
select
    'user.main_repository_id' as property_key,
    'most_frequent' as property_kind,
    person_id as entity_id,
    repository_id as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from commits_pushed
where
    person_id is not null
union all
select
    'user.starred_repository_ids' as property_key,
    'list_distinct' as property_kind,
    person_id as entity_id,
    repository_id as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from repository_starred
where
    person_id is not null
