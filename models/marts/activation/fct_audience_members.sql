with

qualified as (

    select * from {{ ref('int_audiences__qualified') }}

),

audiences as (

    select * from {{ ref('plan_audiences') }}

),

as_of as (

    select as_of from {{ ref('int_as_of') }}

),

-- nobody enters before the audience begins; whoever is in it by then enters at that moment
members as (

    select
        audiences.audience_name,
        audiences.entity_type,
        qualified.entity_id,
        audiences.at_most_once_in_seconds,
        as_of.as_of,
        greatest(
            qualified.valid_from,
            coalesce(cast(audiences.since as timestamp), qualified.valid_from)
        ) as valid_from,
        case when qualified.valid_to <= as_of.as_of then qualified.valid_to end as valid_to
    from qualified
    cross join as_of
    inner join audiences
        on qualified.audience_name = audiences.audience_name

),

members_in_order as (

    select
        *,
        lag(valid_from) over (partition by audience_name, entity_id order by valid_from)
            as entered_before_at
    from members
    where
        valid_from <= as_of
        and (valid_to is null or valid_from < valid_to)

)

select
    {{ digest(['audience_name', 'entity_id', iso_text('valid_from')]) }} as audience_member_id,
    audience_name,
    entity_type,
    entity_id,
    valid_from,
    valid_to,
    valid_to is null as is_current
from members_in_order
where
    at_most_once_in_seconds is null
    or entered_before_at is null
    or valid_from >= entered_before_at + at_most_once_in_seconds * interval '1 second'
