with

identities as (

    select
        identifier_type,
        identifier_value,
        {{ digest([
            'person_id',
            'user_id',
            'claimed_person_id',
            iso_text('claimed_at'),
            iso_text('contested_at'),
        ]) }} as state
    from {{ ref('int_identifiers__resolved') }}
    where identifier_type in ('user_id', 'anonymous_id')

),

users_of_sessions as (

    select
        sessions.session_id,
        identities.state as user_state,
        sessions.first_seen_at
    from {{ ref('int_sessions__users') }} as sessions
    inner join identities
        on
            sessions.user_id = identities.identifier_value
            and identities.identifier_type = 'user_id'

),

organizations_of_sessions as (

    select
        session_id,
        organization_id
    from {{ ref('int_sessions__organizations') }}

),

memberships as (

    select
        user_id,
        organization_id,
        {{ digest([
            'user_id', 'organization_id', iso_text('valid_from'), iso_text('valid_to')
        ]) }} as interval_digest
    from {{ ref('int_memberships__intervals') }}

),

observed as (

    select
        entity_id,
        first_known_at
    from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

)

select
    identifier_type as subject_type,
    identifier_value as subject_id,
    state
from identities
union all
select
    'session_user' as subject_type,
    session_id as subject_id,
    {{ digest(['user_state', iso_text('first_seen_at')]) }} as state
from users_of_sessions
union all
select
    'session_organization' as subject_type,
    session_id as subject_id,
    organization_id as state
from organizations_of_sessions
union all
select
    'member' as subject_type,
    user_id as subject_id,
    {{ json_list('interval_digest') }} as state
from memberships
group by user_id
union all
select
    'organization' as subject_type,
    organization_id as subject_id,
    {{ json_list('interval_digest') }} as state
from memberships
group by organization_id
union all
select
    'organization_start' as subject_type,
    entity_id as subject_id,
    {{ iso_text('first_known_at') }} as state
from observed
