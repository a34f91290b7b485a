{{ config(materialized='table') }}

with

evidence as (

    select * from {{ ref('int_memberships__evidenced') }}

),

boundaries as (

    select
        user_id,
        organization_id,
        valid_from
    from evidence
    union
    select
        user_id,
        organization_id,
        valid_to as valid_from
    from evidence
    where valid_to is not null

),

segments as (

    select
        user_id,
        organization_id,
        valid_from,
        lead(valid_from) over (
            partition by user_id, organization_id order by valid_from
        ) as valid_to
    from boundaries

),

-- where spells overlap, the one joined last names the role
segments_covered as (

    select
        segments.user_id,
        segments.organization_id,
        segments.valid_from,
        segments.valid_to,
        evidence.role,
        row_number() over (
            partition by segments.user_id, segments.organization_id, segments.valid_from
            order by evidence.valid_from desc, evidence.role asc nulls last
        ) as cover_number
    from segments
    inner join evidence
        on
            segments.user_id = evidence.user_id
            and segments.organization_id = evidence.organization_id
            and {{ valid_at('segments.valid_from', 'evidence') }}

),

segments_in_order as (

    select
        *,
        lag(valid_to) over (
            partition by user_id, organization_id order by valid_from
        ) as previous_valid_to,
        lag(role) over (
            partition by user_id, organization_id order by valid_from
        ) as previous_role
    from segments_covered
    where cover_number = 1

),

segments_numbered as (

    select
        *,
        sum(case when previous_valid_to = valid_from then 0 else 1 end) over (
            partition by user_id, organization_id order by valid_from
        ) as spell_number,
        sum(
            case
                when previous_valid_to = valid_from and role is not distinct from previous_role
                    then 0
                else 1
            end
        ) over (partition by user_id, organization_id order by valid_from) as interval_number
    from segments_in_order

),

intervals as (

    select
        user_id,
        organization_id,
        spell_number,
        role,
        min(valid_from) as valid_from,
        -- only the last segment can be open, and an open one beats every end
        case when count(*) = count(valid_to) then max(valid_to) end as valid_to
    from segments_numbered
    group by user_id, organization_id, spell_number, interval_number, role

)

select
    {{ digest([
        'user_id',
        'organization_id',
        iso_text(
            'min(valid_from) over (partition by user_id, organization_id, spell_number)'
        ),
    ]) }} as membership_id,
    user_id,
    organization_id,
    role,
    valid_from,
    valid_to
from intervals
