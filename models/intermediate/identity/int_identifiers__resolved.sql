{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ customer_data.delete_listed(
        ref('int_identifiers__rebuilt'), ['identifier_type', 'identifier_value']
    ) }}",
) }}

with

rebuilt as (

    select * from {{ ref('int_identifiers__rebuilt') }}

),

identities as (

    select * from {{ ref('int_identities__found') }}
    where (identifier_type, identifier_value) in (
        select
            rebuilt.identifier_type,
            rebuilt.identifier_value
        from rebuilt
    )

),

groups as (

    select * from {{ ref('int_identifiers__grouped') }}

),

users as (

    select
        person_id,
        identifier_value as user_id
    from identities
    where identifier_type = 'user_id' and identifier_id = person_id

)

select
    identities.identifier_id,
    identities.identifier_type,
    identities.identifier_value,
    identities.person_id,
    users.user_id,
    identities.claimed_person_id,
    identities.claimed_at,
    identities.contested_at,
    identities.is_rejected,
    identities.rejection_reason,
    coalesce(groups.group_id, identities.person_id) as group_id
from identities
left join users
    on identities.person_id = users.person_id
left join groups
    on identities.person_id = groups.person_id
