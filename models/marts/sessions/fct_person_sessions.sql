with

attended as (

    select * from {{ ref('int_sessions__attended') }}
    where person_id is not null

)

select
    session_id,
    person_id,
    source_name,
    user_id,
    anonymous_id,
    case when first_organization_id = last_organization_id then first_organization_id end
        as organization_id,
    cast(
        row_number() over (partition by person_id order by started_at, session_id) as bigint
    ) as session_number,
    started_at,
    ended_at,
    cast(number_of_events as bigint) as number_of_events
from attended
