with

events as (

    select * from {{ ref('base_kubernetes__events') }}

),

changes as (

    select * from {{ ref('base_kubernetes__membership_changes') }}

),

events_and_changes as (

    select
        cast(id as varchar) as event_id,
        event_name,
        lower(actor_login) as user_id,
        org_login as organization_id,
        created_at as happened_at,
        json_object(
            'comment_id', comment_id,
            'issue_id', issue_id,
            'number_of_commits', size,
            'pull_request_id', repo_id || '/' || number,
            'ref', ref,
            'repository_id', repo_id,
            'repository_name', split_part(repo_name, '/', 2)
        ) as properties,
        raw
    from events
    union all
    select
        change_id as event_id,
        event_name,
        user_id,
        organization as organization_id,
        changed_at as happened_at,
        json_object('role', role) as properties,
        raw
    from changes

)

select
    'kubernetes' as source_name,
    event_id,
    event_name,
    'track' as event_type,
    user_id,
    cast(null as varchar) as anonymous_id,
    organization_id,
    cast(null as varchar) as vendor_session_id,
    happened_at as original_at,
    cast(null as timestamp) as sent_at,
    -- neither says when it was collected
    happened_at as received_at,
    cast(null as timestamp) as loaded_at,
    cast(null as varchar) as load_key,
    cast(null as timestamp) as vendor_occurred_at,
    -- the merge drops what is null
    cast(json_merge_patch(json('{}'), properties) as varchar) as properties,
    cast(null as varchar) as context,
    cast(null as varchar) as consent,
    cast(null as varchar) as extra,
    case when happened_at is null then 'original_timestamp' end as lost_columns,
    raw
from events_and_changes
