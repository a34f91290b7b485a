-- What the main tables cost without a framework: one script, no tests, no histories, no increments,
-- and rules of identity that are simpler than the models'. The raw tables are in schema history.raw.

create table staged as
with timed as (
    select
        *,
        try_cast(loaded_at as timestamp) as load_time,
        -- what nobody says to have received was received when it was loaded
        coalesce(try_cast(received_at as timestamp), try_cast(loaded_at as timestamp))
            as receipt_time,
        try_cast(original_timestamp as timestamp) as original_time,
        try_cast(sent_at as timestamp) as sending_time
    from history.raw.events
)

select
    row_number() over () as row_id,
    event_id,
    event_name,
    user_id,
    anonymous_id,
    organization_id,
    receipt_time as received_at,
    load_time as loaded_at,
    case
        when sending_time >= original_time then receipt_time - (sending_time - original_time)
        else least(coalesce(original_time, receipt_time), receipt_time)
    end as occurred_at,
    properties,
    case
        when event_name is null then 'event_name_missing'
        when not json_valid(properties) then 'properties_unreadable'
        when starts_with(event_name, 'report_') and not contains(properties, '"report_id"')
            then 'required:report_id'
    end as rejection_reason
from timed;

-- ranked are the few rows whose id is there more than once
create table losers as
with repeated as (
    select event_id from staged
    where event_id is not null
    group by event_id
    having count(*) > 1
)

select row_id
from (
    select
        row_id,
        row_number() over (
            partition by event_id
            order by rejection_reason is not null, received_at, sha256(properties), loaded_at
        ) as copy_number
    from staged
    where event_id in (select repeated.event_id from repeated)
)
where copy_number > 1;

create table fct_events_quarantined as
select * from staged
where rejection_reason is not null and row_id not in (select losers.row_id from losers);

create table superseded as
select * from staged
where row_id in (select losers.row_id from losers);

-- a device is whose user it saw, if it saw one only
create table dim_identifiers as
select
    'anonymous_id' as identifier_type,
    anonymous_id as identifier_value,
    if(count(distinct user_id) = 1, any_value(user_id), anonymous_id) as person_id,
    count(*) as number_of_records,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at
from staged
where anonymous_id is not null
group by anonymous_id
union all
select
    'user_id' as identifier_type,
    user_id as identifier_value,
    user_id as person_id,
    count(*) as number_of_records,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at
from staged
where user_id is not null
group by user_id;

create table events_with_gaps as
select
    staged.*,
    coalesce(staged.anonymous_id, staged.user_id) as device_key,
    coalesce(staged.user_id, devices.person_id) as person_id,
    coalesce(
        occurred_at - lag(occurred_at) over (
            partition by coalesce(staged.anonymous_id, staged.user_id)
            order by occurred_at, event_id
        ) > interval 30 minutes,
        true
    ) as starts_session
from staged
left join dim_identifiers as devices
    on
        devices.identifier_type = 'anonymous_id'
        and staged.anonymous_id = devices.identifier_value
where
    rejection_reason is null
    and row_id not in (select losers.row_id from losers);

create table fct_events as
select
    * exclude (device_key, starts_session, row_id),
    md5(
        device_key || max(if(starts_session, occurred_at::varchar || event_id, null)) over (
            partition by device_key order by occurred_at, event_id
        )
    ) as session_id
from events_with_gaps;

create table fct_sessions as
select
    session_id,
    any_value(anonymous_id) as anonymous_id,
    max(person_id) as person_id,
    count(distinct person_id) as number_of_persons,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as number_of_events
from fct_events
group by session_id;

create table fct_person_sessions as
select
    session_id,
    person_id,
    min(occurred_at) as started_at,
    max(occurred_at) as ended_at,
    count(*) as number_of_events,
    row_number() over (
        partition by person_id order by min(occurred_at), session_id
    ) as session_number
from fct_events
group by session_id, person_id;

-- one fact for each event, its properties typed in one go
create table fct_page_viewed as
select * exclude (properties, typed), typed.*
from (
    select *, json_transform(properties, '{"path":"VARCHAR","title":"VARCHAR"}') as typed
    from fct_events where event_name = 'page_viewed'
);

create table fct_report_events as
select * exclude (properties, typed), typed.*
from (
    select
        *,
        json_transform(
            properties,
            '{"report_id":"VARCHAR","layout":"VARCHAR","duration_seconds":"DOUBLE"}'
        ) as typed
    from fct_events where starts_with(event_name, 'report_')
);

create table fct_track_played as
select * exclude (properties, typed), typed.*
from (
    select
        *,
        json_transform(
            properties, '{"track_id":"VARCHAR","genre":"VARCHAR","artist":"VARCHAR"}'
        ) as typed
    from fct_events where event_name = 'track_played'
);

create table fct_product_events as
select * exclude (properties, typed), typed.*
from (
    select
        *,
        json_transform(
            properties,
            '{"product_id":"VARCHAR","price":"DECIMAL(18,4)","quantity":"BIGINT"}'
        ) as typed
    from fct_events where event_name in ('product_added', 'product_removed')
);

create table fct_order_completed as
select * exclude (properties, typed), typed.*
from (
    select
        *,
        json_transform(
            properties,
            '{"order_id":"VARCHAR","total":"DECIMAL(18,4)","ordered_at":"VARCHAR"}'
        ) as typed
    from fct_events where event_name = 'order_completed'
);

create table fct_account_events as
select * exclude (properties, typed), typed.*
from (
    select
        *,
        json_transform(
            properties,
            '{"role":"VARCHAR","method":"VARCHAR","signup_source":"VARCHAR",
            "email":"VARCHAR","invited_email":"VARCHAR"}'
        ) as typed
    from fct_events
    where event_name in (
        'user_signed_up', 'user_logged_in', 'organization_joined', 'member_role_changed',
        'organization_left', 'invitation_sent'
    )
);

create table reports as
select
    report_id,
    arg_min(organization_id, occurred_at) filter (where event_name = 'report_created')
        as organization_id,
    arg_min(person_id, occurred_at) filter (where event_name = 'report_created') as person_id,
    arg_max(event_name, occurred_at) <> 'report_deleted' as is_alive
from fct_report_events
where event_name in ('report_created', 'report_deleted', 'report_restored')
group by report_id;

create table dim_users as
with stated as (
    select
        user_id,
        arg_max(job_title, updated_at) as job_title,
        arg_max(country, updated_at) as country
    from history.raw.users
    group by user_id
),

seen as (
    select person_id, min(occurred_at) as first_seen_at, max(occurred_at) as last_seen_at
    from fct_events
    group by person_id
),

owned as (
    select person_id, count(*) filter (where is_alive) as number_of_reports
    from reports
    group by person_id
),

created as (
    select
        person_id,
        mode(layout) as preferred_report_type,
        min(occurred_at) as first_report_created_at
    from fct_report_events
    where event_name = 'report_created'
    group by person_id
),

added as (
    select person_id, sum(quantity) as number_of_products_added
    from fct_product_events
    where event_name = 'product_added'
    group by person_id
),

ordered as (
    select
        person_id,
        sum(total) as total_spent,
        count(*) filter (
            where occurred_at > (select max(loaded_at) from fct_events) - interval 30 days
        ) as number_of_orders_30_days
    from fct_order_completed
    group by person_id
),

played as (
    select
        person_id,
        count(*) filter (where genre = 'jazz') as number_of_jazz_tracks,
        mode(genre) as preferred_genre,
        list_sort(list(distinct artist)) as artists
    from fct_track_played
    group by person_id
)

select *
from seen
left join stated on seen.person_id = stated.user_id
left join owned using (person_id)
left join created using (person_id)
left join added using (person_id)
left join ordered using (person_id)
left join played using (person_id);

create table dim_organizations as
with stated as (
    select
        organization_id,
        arg_max(name, updated_at) as name,
        arg_max(plan_tier, updated_at) as plan_tier
    from history.raw.organizations
    group by organization_id
),

owned as (
    select organization_id, count(*) filter (where is_alive) as number_of_reports
    from reports
    group by organization_id
),

seen as (
    select
        organization_id,
        mode(layout) as preferred_layout,
        count(distinct person_id) filter (where event_name = 'report_viewed') as number_of_viewers
    from fct_report_events
    group by organization_id
)

select *
from stated
left join owned using (organization_id)
left join seen using (organization_id);

create table dim_memberships as
select
    user_id,
    organization_id,
    arg_max(role, updated_at) as role,
    min(joined_at) as valid_from,
    max(left_at) as valid_to
from history.raw.memberships
group by user_id, organization_id;

create table fct_funnel_entries as
select
    'created_report_viewed' as funnel_name,
    entered.event_id,
    entered.organization_id as entity_id,
    entered.occurred_at as entered_at,
    min(followed.occurred_at) as happened_at
from fct_report_events as entered
left join fct_report_events as followed
    on
        followed.event_name = 'report_viewed'
        and entered.report_id = followed.report_id
        and entered.organization_id = followed.organization_id
        and followed.occurred_at > entered.occurred_at
        and followed.occurred_at <= entered.occurred_at + interval 7 days
where entered.event_name = 'report_created'
group by all
union all
select
    'cart_to_order' as funnel_name,
    entered.event_id,
    entered.person_id as entity_id,
    entered.occurred_at as entered_at,
    if(followed.occurred_at <= entered.occurred_at + interval 1 day, followed.occurred_at, null)
        as happened_at
from fct_product_events as entered
asof left join fct_order_completed as followed
    on
        entered.person_id = followed.person_id
        and entered.occurred_at < followed.occurred_at
where entered.event_name = 'product_added';

checkpoint;
