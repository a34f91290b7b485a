-- plan/identity.yml: what names nobody
{% set names_nobody = '^([0-]*|-1|null|none|anonymous|undefined|empty)$' %}
with

records as (

    select * from {{ ref('int_identifiers__recorded') }}

),

aliases as (

    select * from {{ ref('int_identifiers__aliased') }}
    where other_type is null

),

identifiers as (

    select
        'user_id' as identifier_type,
        blocked_user_id as identifier_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from records
    where blocked_user_id is not null
    union all
    select
        'anonymous_id' as identifier_type,
        blocked_anonymous_id as identifier_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from records
    where blocked_anonymous_id is not null
    union all
    select
        one_type as identifier_type,
        one_value as identifier_value,
        occurred_at as first_seen_at,
        occurred_at as last_seen_at,
        1 as number_of_records
    from aliases
    where {{ customer_data.matches('lower(one_value)', names_nobody) }}

)

select
    identifier_type,
    identifier_value,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at,
    cast(sum(number_of_records) as {{ dbt.type_bigint() }}) as number_of_records
from identifiers
group by identifier_type, identifier_value
