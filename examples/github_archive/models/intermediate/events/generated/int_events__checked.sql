-- plan/events: the rules of every event
with

events as (

    select * from {{ ref('int_events__named') }}

)

select
    source_name,
    event_id,
    event_id_basis,
    seen_event_name,
    event_name,
    is_planned,
    event_type,
    user_id,
    anonymous_id,
    organization_id,
    vendor_session_id,
    occurred_at,
    occurred_at_basis,
    original_at,
    sent_at,
    received_at,
    loaded_at,
    load_id,
    properties,
    content_digest,
    lost_columns,
    unreadable_reason,
    raw,
    cast(null as {{ dbt.type_string() }}) as rejections,
    nullif(
        case event_name
            when 'branch_created'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'branch_deleted'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'commit_commented'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'commits_pushed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('number_of_commits', 'size') }} is not null
                            and {{ customer_data.read_as(customer_data.property('number_of_commits', 'size'), 'integer') }} is null
                            then 'type:number_of_commits'
                    end,
                    case
                        when
                            {{ customer_data.read_as(customer_data.property('number_of_commits', 'size'), 'integer') }} < 0
                            then 'minimum:number_of_commits'
                    end,
                    case
                        when
                            {{ customer_data.property('number_of_new_commits', 'distinct_size') }} is not null
                            and {{ customer_data.read_as(customer_data.property('number_of_new_commits', 'distinct_size'), 'integer') }} is null
                            then 'type:number_of_new_commits'
                    end,
                    case
                        when
                            {{ customer_data.read_as(customer_data.property('number_of_new_commits', 'distinct_size'), 'integer') }} < 0
                            then 'minimum:number_of_new_commits'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'issue_closed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end,
                    case
                        when
                            {{ customer_data.property('issue_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('issue_number'), 'integer') }} is null
                            then 'type:issue_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'issue_commented'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end,
                    case
                        when
                            {{ customer_data.property('issue_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('issue_number'), 'integer') }} is null
                            then 'type:issue_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'issue_opened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end,
                    case
                        when
                            {{ customer_data.property('issue_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('issue_number'), 'integer') }} is null
                            then 'type:issue_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'issue_reopened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end,
                    case
                        when
                            {{ customer_data.property('issue_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('issue_number'), 'integer') }} is null
                            then 'type:issue_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_closed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            {{ customer_data.property('is_merged') }} is not null
                            and {{ customer_data.read_as(customer_data.property('is_merged'), 'boolean') }} is null
                            then 'type:is_merged'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_merged'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_opened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_reopened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_review_commented'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'pull_request_reviewed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end,
                    case
                        when
                            {{ customer_data.property('pull_request_number') }} is not null
                            and {{ customer_data.read_as(customer_data.property('pull_request_number'), 'integer') }} is null
                            then 'type:pull_request_number'
                    end,
                    case
                        when
                            {{ customer_data.property('review_state') }} not in (
                                'approved',
                                'changes_requested',
                                'commented',
                                'dismissed',
                                'pending'
                            )
                            then 'values:review_state'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'release_published'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'repository_created'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'repository_forked'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'repository_member_added'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'repository_published'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'repository_starred'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'tag_created'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'tag_deleted'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
            when 'wiki_edited'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('number_of_pages') }} is not null
                            and {{ customer_data.read_as(customer_data.property('number_of_pages'), 'integer') }} is null
                            then 'type:number_of_pages'
                    end,
                    case
                        when
                            {{ customer_data.read_as(customer_data.property('number_of_pages'), 'integer') }} < 1
                            then 'minimum:number_of_pages'
                    end,
                    case
                        when
                            nullif(trim({{ customer_data.property('repository_id') }}), '') is null
                            then 'required:repository_id'
                    end
                )
        end,
        ''
    ) as violations
from events
