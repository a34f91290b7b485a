with

consents as (

    select * from {{ ref('int_consents__unioned') }}

),

users as (

    select
        identifier_value as user_id,
        person_id
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

-- a refusal of unknown time was always one; what cannot be read is no consent
statements as (

    select
        users.person_id,
        consents.purpose,
        coalesce(consents.is_granted, false) as is_granted,
        coalesce(consents.stated_at, {{ always() }}) as stated_at
    from consents
    inner join users
        on consents.user_id = users.user_id
    where
        consents.purpose is not null
        and (consents.stated_at is not null or not coalesce(consents.is_granted, false))

),

-- whoever says yes and no at one moment says no
statements_of_moments as (

    select
        person_id,
        purpose,
        stated_at,
        min(case when is_granted then 1 else 0 end) = 1 as is_granted
    from statements
    group by person_id, purpose, stated_at

),

statements_in_order as (

    select
        *,
        lag(is_granted) over (partition by person_id, purpose order by stated_at) as was_granted
    from statements_of_moments

),

turns as (

    select
        *,
        lead(stated_at) over (partition by person_id, purpose order by stated_at)
            as turned_at
    from statements_in_order
    where is_granted <> coalesce(was_granted, false)

)

select
    person_id as entity_id,
    purpose,
    stated_at as valid_from,
    turned_at as valid_to
from turns
where is_granted
