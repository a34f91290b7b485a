-- plan/audiences: when what their conditions ask for begins and ends
with

fct_report_viewed as (

    select * from {{ ref('fct_report_viewed') }}

),

int_properties__effective as (

    select * from {{ ref('int_properties__effective') }}

),

int_entities__existing as (

    select * from {{ ref('int_entities__existing') }}

),

fct_order_completed as (

    select * from {{ ref('fct_order_completed') }}

),

int_funnels__ended as (

    select * from {{ ref('int_funnels__ended') }}

),

int_consents__granted as (

    select * from {{ ref('int_consents__granted') }}

),

fct_report_created as (

    select * from {{ ref('fct_report_created') }}

)

select
    'organization:event:report_viewed f1f3a459' as condition_key,
    organization_id as entity_id,
    -- what was once is for ever, so the first time is enough
    min(occurred_at) as starts_at,
    cast(null as {{ dbt.type_timestamp() }}) as ends_at
from fct_report_viewed
where
    organization_id is not null
group by organization_id
union all
select
    'organization:event:report_viewed f90fa80d' as condition_key,
    organization_id as entity_id,
    occurred_at as starts_at,
    occurred_at + interval '1209600' second as ends_at
from fct_report_viewed
where
    organization_id is not null
union all
select
    'organization:property:number_of_reports number_value >= 1' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_properties__effective
where property_key = 'organization.number_of_reports' and number_value >= 1
union all
select
    'organization:exists' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_entities__existing
where entity_type = 'organization'
union all
select
    'user:property:number_of_jazz_tracks number_value >= 1' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_properties__effective
where property_key = 'user.number_of_jazz_tracks' and number_value >= 1
union all
select
    'user:property:preferred_genre text_value in (rock)' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_properties__effective
where property_key = 'user.preferred_genre' and text_value in ('rock')
union all
select
    'user:event:order_completed 67dc4aae' as condition_key,
    person_id as entity_id,
    occurred_at as starts_at,
    occurred_at + interval '2592000' second as ends_at
from fct_order_completed
where
    person_id is not null
union all
select
    'user:funnel:deleted_report_restored happened for 7 days' as condition_key,
    entity_id,
    ended_at as starts_at,
    least(
        ended_at + interval '604800' second,
        coalesce(made_up_at, ended_at + interval '604800' second)
    ) as ends_at
from int_funnels__ended
where funnel_name = 'deleted_report_restored' and status = 'happened'
union all
select
    'user:exists' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_entities__existing
where entity_type = 'user'
union all
select
    'user:consent:marketing' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_consents__granted
where purpose = 'marketing'
union all
select
    'user:funnel:signed_up_without_report did not happen' as condition_key,
    entity_id,
    ended_at as starts_at,
    made_up_at as ends_at
from int_funnels__ended
where funnel_name = 'signed_up_without_report' and status = 'did_not_happen'
union all
select
    'user:consent:onboarding' as condition_key,
    entity_id,
    valid_from as starts_at,
    valid_to as ends_at
from int_consents__granted
where purpose = 'onboarding'
union all
select
    'user:event:report_created f1f3a459' as condition_key,
    person_id as entity_id,
    -- what was once is for ever, so the first time is enough
    min(occurred_at) as starts_at,
    cast(null as {{ dbt.type_timestamp() }}) as ends_at
from fct_report_created
where
    person_id is not null
group by person_id
