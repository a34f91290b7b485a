-- lines of GH Archive as rows of raw.events, one each; load.py makes `lines` and `event_names`
-- the linter takes event, which is a struct, for a table
-- noqa: disable=RF01,RF03
with

-- json_type() of a broken line raises, hence the case
lines_checked as (

    select
        line,
        case when json_valid(line) then json_type(line) = 'OBJECT' else false end as is_object
    from lines

),

-- every line is parsed once; a part that is missing or of another shape is null
lines_parsed as (

    select
        line,
        is_object,
        json_transform(case when is_object then line else '{}' end, '{
            "id": "VARCHAR",
            "type": "VARCHAR",
            "created_at": "VARCHAR",
            "actor": {"id": "VARCHAR", "login": "VARCHAR"},
            "org": {"id": "VARCHAR", "login": "VARCHAR"},
            "repo": {"id": "JSON", "name": "VARCHAR"},
            "payload": {
                "action": "VARCHAR",
                "comment": {"id": "JSON"},
                "distinct_size": "JSON",
                "forkee": {"id": "JSON"},
                "issue": {"id": "JSON", "number": "JSON"},
                "member": {"id": "JSON", "login": "JSON"},
                "pages": ["JSON"],
                "pull_request": {"id": "JSON", "merged": "JSON", "number": "JSON"},
                "ref": "JSON",
                "ref_type": "VARCHAR",
                "release": {"id": "JSON", "tag_name": "JSON"},
                "review": {"id": "JSON", "state": "JSON"},
                "size": "JSON"
            }
        }') as event
    from lines_checked

),

events as (

    select
        line,
        is_object,
        nullif(trim(event.id), '') as event_id,
        nullif(trim(event.type), '') as type,
        -- what a CreateEvent or a DeleteEvent is about stands in ref_type
        coalesce(event.payload.action, event.payload.ref_type, '') as action,
        event.actor.id as user_id,
        event.actor.login as user_login,
        event.org.id as organization_id,
        event.org.login as organization_login,
        event.created_at as occurred_at,
        -- names in order; the merge drops what is null
        json_merge_patch(json('{}'), json_object(
            'action', event.payload.action,
            'comment_id', event.payload.comment.id,
            'distinct_size', event.payload.distinct_size,
            'forked_repository_id', event.payload.forkee.id,
            'is_merged', event.payload.pull_request.merged,
            'issue_id', event.payload.issue.id,
            'issue_number', event.payload.issue.number,
            'member_id', event.payload.member.id,
            'member_login', event.payload.member.login,
            'number_of_pages', len(event.payload.pages),
            'pull_request_id', event.payload.pull_request.id,
            'pull_request_number', event.payload.pull_request.number,
            'ref', event.payload.ref,
            'ref_type', event.payload.ref_type,
            'release_id', event.payload.release.id,
            'repository_id', event.repo.id,
            'repository_name', nullif(split_part(event.repo.name, '/', -1), ''),
            'repository_owner', nullif(split_part(event.repo.name, '/', -2), ''),
            'review_id', event.payload.review.id,
            'review_state', event.payload.review.state,
            'size', event.payload.size,
            'tag_name', event.payload.release.tag_name
        )) as properties
    from lines_parsed

)

select
    events.event_id,
    -- a name that is not listed: SomeNewEvent and its action wasAdded become some_new_was_added
    coalesce(
        event_names.event_name,
        lower(regexp_replace(
            regexp_replace(replace(events.type, 'Issues', 'Issue'), '(.)Event$', '\1')
            || coalesce('_' || nullif(events.action, ''), ''),
            '([a-z0-9])([A-Z])', '\1_\2', 'g'
        ))
    ) as event_name,
    events.user_id,
    events.organization_id,
    events.occurred_at as original_timestamp,
    -- the files do not say when an event was collected
    events.occurred_at as received_at,
    -- a line the engine will put into quarantine stays whole
    case
        when events.type is null or events.occurred_at is null then events.line
        else cast(events.properties as varchar)
    end as properties,
    events.user_login,
    events.organization_login,
    events.is_object
from events
left join event_names
    on
        events.type = event_names.type
        and events.action = event_names.action
