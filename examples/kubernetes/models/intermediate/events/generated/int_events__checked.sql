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
            when 'commits_pushed'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('number_of_commits') }} is not null
                            and {{ customer_data.read_as(customer_data.property('number_of_commits'), 'integer') }} is null
                            then 'type:number_of_commits'
                    end,
                    case
                        when
                            {{ customer_data.read_as(customer_data.property('number_of_commits'), 'integer') }} < 0
                            then 'minimum:number_of_commits'
                    end
                )
            when 'issue_closed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end
                )
            when 'issue_commented'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end
                )
            when 'issue_opened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end
                )
            when 'issue_reopened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('issue_id') }}), '') is null
                            then 'required:issue_id'
                    end
                )
            when 'login_respelled'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('role') }}), '') is null
                            then 'required:role'
                    end,
                    case
                        when
                            {{ customer_data.property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'member_role_changed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('role') }}), '') is null
                            then 'required:role'
                    end,
                    case
                        when
                            {{ customer_data.property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'organization_joined'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('role') }}), '') is null
                            then 'required:role'
                    end,
                    case
                        when
                            {{ customer_data.property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'organization_left'
                then concat_ws(
                    ',',
                    case
                        when
                            {{ customer_data.property('role') }} not in (
                                'admin',
                                'member'
                            )
                            then 'values:role'
                    end
                )
            when 'pull_request_closed'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end
                )
            when 'pull_request_opened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end
                )
            when 'pull_request_reopened'
                then concat_ws(
                    ',',
                    case
                        when
                            nullif(trim({{ customer_data.property('pull_request_id') }}), '') is null
                            then 'required:pull_request_id'
                    end
                )
        end,
        ''
    ) as violations
from events
