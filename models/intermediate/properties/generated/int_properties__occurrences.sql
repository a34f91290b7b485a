-- plan/properties: the events that every property but a live count follows from
with

report_created as (

    select * from {{ ref('fct_report_created') }}

),

report_viewed as (

    select * from {{ ref('fct_report_viewed') }}

),

product_added as (

    select * from {{ ref('fct_product_added') }}

),

order_completed as (

    select * from {{ ref('fct_order_completed') }}

),

track_played as (

    select * from {{ ref('fct_track_played') }}

)

select
    'organization.preferred_layout' as property_key,
    'most_frequent' as property_kind,
    organization_id as entity_id,
    layout as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from report_created
where
    organization_id is not null
union all
select
    'organization.last_report_created_at' as property_key,
    'latest' as property_kind,
    organization_id as entity_id,
    {{ iso_text('occurred_at') }} as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from report_created
where
    organization_id is not null
union all
select
    'organization.number_of_active_users_30_days' as property_key,
    'count_distinct' as property_kind,
    organization_id as entity_id,
    person_id as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    occurred_at + interval '30' day as expires_at,
    received_at,
    event_id,
    source_name
from report_viewed
where
    organization_id is not null
union all
select
    'user.preferred_report_type' as property_key,
    'most_frequent' as property_kind,
    person_id as entity_id,
    layout as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from report_created
where
    person_id is not null
union all
select
    'user.number_of_products_added' as property_key,
    'sum' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(quantity as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from product_added
where
    person_id is not null
union all
select
    'user.total_spent' as property_key,
    'sum' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(total as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from order_completed
where
    person_id is not null
union all
select
    'user.number_of_orders_30_days' as property_key,
    'count_events' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(1 as numeric(38, 9)) as amount,
    occurred_at,
    occurred_at + interval '30' day as expires_at,
    received_at,
    event_id,
    source_name
from order_completed
where
    person_id is not null
union all
select
    'user.number_of_jazz_tracks' as property_key,
    'count_events' as property_kind,
    person_id as entity_id,
    cast(null as {{ dbt.type_string() }}) as value,
    cast(1 as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from track_played
where
    person_id is not null
    and genre = 'jazz'
union all
select
    'user.preferred_genre' as property_key,
    'most_frequent' as property_kind,
    person_id as entity_id,
    genre as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from track_played
where
    person_id is not null
union all
select
    'user.artists' as property_key,
    'list_distinct' as property_kind,
    person_id as entity_id,
    artist as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from track_played
where
    person_id is not null
union all
select
    'user.first_report_created_at' as property_key,
    'earliest' as property_kind,
    person_id as entity_id,
    {{ iso_text('occurred_at') }} as value,
    cast(null as numeric(38, 9)) as amount,
    occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as expires_at,
    received_at,
    event_id,
    source_name
from report_created
where
    person_id is not null
