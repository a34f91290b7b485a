with

subjects as (

    select
        subject_type,
        subject_id
    from {{ ref('int_subjects__touched') }}

),

users as (

    select identifier_value as user_id from {{ ref('int_identifiers__resolved') }}
    where identifier_type = 'user_id'

),

events_of_identifiers as (

    select
        source_name,
        event_id
    from {{ ref('int_events__accepted') }}
    where
        user_id in (
            select subjects.subject_id from subjects
            where subjects.subject_type = 'user_id'
        )
        or (
            anonymous_id in (
                select subjects.subject_id from subjects
                where subjects.subject_type = 'anonymous_id'
            )
            -- an event with a user does not depend on its device
            and (user_id is null or user_id not in (select users.user_id from users))
        )

),

events_of_members as (

    select
        source_name,
        event_id
    from {{ ref('int_events__identified') }}
    where
        organization_id is null
        and person_user_id in (
            select subjects.subject_id from subjects
            where subjects.subject_type = 'member'
        )

),

events_of_sessions as (

    select
        source_name,
        event_id
    from {{ ref('int_events__sessionized') }}
    where session_id in (
        select subjects.subject_id from subjects
        where subjects.subject_type in ('session_user', 'session_organization')
    )

)

select * from events_of_identifiers
union
select * from events_of_members
union
select * from events_of_sessions
