with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}
    where identifier_type in ('user_id', 'anonymous_id')

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
    {{ digest([
        'person_id',
        'user_id',
        'claimed_person_id',
        iso_text('claimed_at'),
        iso_text('contested_at'),
    ]) }} as state
from identities
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
