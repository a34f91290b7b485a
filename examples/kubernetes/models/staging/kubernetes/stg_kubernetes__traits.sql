with

events as (

    select * from {{ ref('base_kubernetes__events') }}

),

changes as (

    select * from {{ ref('base_kubernetes__membership_changes') }}

),

-- an account states its number and its spelling when it is first seen
accounts as (

    select
        'user' as entity_type,
        lower(actor_login) as entity_id,
        json_object('github_id', actor_id, 'login', actor_login) as traits,
        min(created_at) as stated_at
    from events
    group by actor_id, actor_login

),

organizations as (

    select
        'organization' as entity_type,
        org_login as entity_id,
        json_object('github_id', org_id) as traits,
        min(created_at) as stated_at
    from events
    group by org_id, org_login

),

-- who is put on a list is spelled as the list says from then on
members as (

    select
        'user' as entity_type,
        user_id as entity_id,
        json_object('login', login) as traits,
        changed_at as stated_at
    from changes
    where op = 'insert'

),

statements as (

    select * from accounts
    union all
    select * from organizations
    union all
    select * from members

)

select
    'kubernetes' as source_name,
    entity_type,
    entity_id,
    cast(null as varchar) as anonymous_id,
    cast(traits as varchar) as traits,
    stated_at,
    stated_at as received_at,
    cast(null as timestamp) as loaded_at,
    false as is_deleted,
    cast(null as varchar) as lost_columns
from statements
