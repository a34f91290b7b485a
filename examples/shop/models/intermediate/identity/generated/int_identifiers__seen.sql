-- plan/identity.yml: the identifiers there are
{% set names_nobody = '^([0-]*|-1|null|none|anonymous|undefined|empty)$' %}
{{ config(materialized='table') }}

with

records as (

    select * from {{ ref('int_identifiers__recorded') }}

),

aliases as (

    select * from {{ ref('int_identifiers__aliased') }}
    where other_type is null

),

overrides as (

    select * from {{ ref('plan_identity_overrides') }}
    where action = 'include'

),

identifiers as (

    select
        'user_id' as identifier_type,
        1 as priority,
        user_id as identifier_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from records
    where user_id is not null
    union all
    select
        'anonymous_id' as identifier_type,
        2 as priority,
        anonymous_id as identifier_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from records
    where anonymous_id is not null
    union all
    select
        one_type as identifier_type,
        case one_type when 'user_id' then 1 else 2 end as priority,
        one_value as identifier_value,
        occurred_at as first_seen_at,
        occurred_at as last_seen_at,
        1 as number_of_records
    from aliases
    where not {{ customer_data.matches('lower(one_value)', names_nobody) }}

),

identifiers_summed as (

    select
        identifier_type,
        priority,
        identifier_value,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        sum(number_of_records) as number_of_records
    from identifiers
    group by identifier_type, priority, identifier_value

)

select
    md5(identifiers_summed.identifier_type || ':' || identifiers_summed.identifier_value)
        as identifier_id,
    identifiers_summed.identifier_type,
    identifiers_summed.identifier_value,
    identifiers_summed.priority,
    -- identifiers that the plan calls the same count as one
    coalesce(overrides.override_name, identifiers_summed.identifier_value) as unit,
    identifiers_summed.first_seen_at,
    identifiers_summed.last_seen_at,
    cast(identifiers_summed.number_of_records as {{ dbt.type_bigint() }}) as number_of_records
from identifiers_summed
left join overrides
    on
        identifiers_summed.identifier_type = overrides.identifier_type
        and identifiers_summed.identifier_value = overrides.identifier_value
