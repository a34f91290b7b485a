-- plan/identity.yml: which identifiers were seen together
{{ config(materialized='table') }}

with

records as (

    select * from {{ ref('int_identifiers__recorded') }}

),

aliases as (

    select * from {{ ref('int_identifiers__aliased') }}
    where other_type is not null

),

overrides as (

    select * from {{ ref('plan_identity_overrides') }}

),

seen as (

    select
        identifier_type,
        identifier_value,
        priority
    from {{ ref('int_identifiers__seen') }}

),

pairs as (

    select
        evidence,
        'anonymous_id' as one_type,
        anonymous_id as one_value,
        'user_id' as other_type,
        user_id as other_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from records
    where anonymous_id is not null and user_id is not null
    union all
    select
        'alias' as evidence,
        one_type,
        one_value,
        other_type,
        other_value,
        occurred_at as first_seen_at,
        occurred_at as last_seen_at,
        1 as number_of_records
    from aliases
    union all
    -- known since ever
    select
        'override' as evidence,
        firsts.identifier_type as one_type,
        firsts.identifier_value as one_value,
        others.identifier_type as other_type,
        others.identifier_value as other_value,
        null as first_seen_at,
        null as last_seen_at,
        1 as number_of_records
    from overrides as firsts
    inner join overrides as others
        on firsts.override_name = others.override_name
    where firsts.action = 'include' and firsts.position = 1 and others.position > 1

),

-- the weaker identifier stands first, of equal types the greater value
pairs_with_priorities as (

    select
        pairs.*,
        ones.priority > others.priority
        or (ones.priority = others.priority and pairs.one_value > pairs.other_value)
            as is_in_order
    from pairs
    inner join seen as ones
        on pairs.one_type = ones.identifier_type and pairs.one_value = ones.identifier_value
    inner join seen as others
        on pairs.other_type = others.identifier_type and pairs.other_value = others.identifier_value

),

pairs_in_order as (

    select
        evidence,
        case when is_in_order then one_type else other_type end as identifier_type,
        case when is_in_order then one_value else other_value end as identifier_value,
        case when is_in_order then other_type else one_type end as linked_type,
        case when is_in_order then other_value else one_value end as linked_value,
        first_seen_at,
        last_seen_at,
        number_of_records
    from pairs_with_priorities

),

exclusions as (

    select distinct
        ones.identifier_type,
        ones.identifier_value,
        others.identifier_type as linked_type,
        others.identifier_value as linked_value
    from overrides as ones
    inner join overrides as others
        on ones.override_name = others.override_name and ones.position <> others.position
    where ones.action = 'exclude'

)

select
    pairs_in_order.identifier_type,
    pairs_in_order.identifier_value,
    pairs_in_order.linked_type,
    pairs_in_order.linked_value,
    pairs_in_order.evidence,
    min(pairs_in_order.first_seen_at) as first_seen_at,
    max(pairs_in_order.last_seen_at) as last_seen_at,
    cast(sum(pairs_in_order.number_of_records) as {{ dbt.type_bigint() }}) as number_of_records
from pairs_in_order
left join exclusions
    on
        pairs_in_order.identifier_type = exclusions.identifier_type
        and pairs_in_order.identifier_value = exclusions.identifier_value
        and pairs_in_order.linked_type = exclusions.linked_type
        and pairs_in_order.linked_value = exclusions.linked_value
where exclusions.identifier_type is null
group by
    pairs_in_order.identifier_type,
    pairs_in_order.identifier_value,
    pairs_in_order.linked_type,
    pairs_in_order.linked_value,
    pairs_in_order.evidence
