with

changes as (

    select * from {{ source('kubernetes_members', 'membership_changes') }}

),

changes_read as (

    select
        *,
        lower(login) as user_id,
        -- the lists count from when a commit is in, whenever it was written
        {{ customer_data.utc_timestamp('committed_at') }} as changed_at,
        count(*) over (
            partition by commit_sha, organization, lower(login)
        ) as number_of_changes,
        {{ customer_data.row_as_json('changes') }} as raw
    from changes

)

select
    commit_sha || '/' || organization || '/' || login as change_id,
    organization,
    login,
    user_id,
    role,
    case
        -- one commit takes a login away and adds it in other letters: nobody came or went
        when number_of_changes > 1 then 'login_respelled'
        when op = 'insert' then 'organization_joined'
        when op = 'delete' then 'organization_left'
        when op = 'update' then 'member_role_changed'
        else op
    end as event_name,
    op,
    changed_at,
    raw
from changes_read
