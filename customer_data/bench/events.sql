-- Raw events number first_row to last_row. Each value is a function of the row's number and the
-- variables alone; so the rows are the same in any number of steps and threads.
-- Variables: first_row, last_row, rows_per_day, users, organizations, starts_at, seed; from row
-- number late_from on all are up to late_days late.

create or replace macro share(number, salt) as
    hash(number, salt, getvariable('seed')) % 1000003 / 1000003.0;

create or replace macro spelled(moment) as strftime(moment, '%Y-%m-%dT%H:%M:%S.%gZ');

create or replace macro organization_of(user_number) as user_number % getvariable('organizations');

create or replace macro moment_at(number) as
    getvariable('starts_at')
    + to_microseconds(cast(number * 86400000000.0 / getvariable('rows_per_day') as bigint));

-- in twenty minutes a crowd comes by, of whom each does about five things
create or replace macro crowd_at(number) as cast(floor(number * 72 / getvariable('rows_per_day')) as bigint);

create or replace macro visit_at(number) as
    crowd_at(number) * 1000000
    + cast(floor(share(number, 4) * ceil(getvariable('rows_per_day') / 360)) as bigint);

-- some users do much more than others: the first of 10,000 has 4 % of what they all do
create or replace macro user_at(visit) as
    cast(floor(pow(share(visit, 5), 1 / 0.35) * getvariable('users')) as bigint);

insert into raw.events
with numbered as (
    select
        cast(number as bigint) as number,
        -- one in twenty says again what one of the last 20,000 said
        if(
            share(number, 1) < 0.05,
            greatest(0, number - 1 - cast(floor(share(number, 2) * 20000) as bigint)),
            number
        ) as original
    from generate_series(getvariable('first_row'), getvariable('last_row')) as series (number)
),

visited as (
    select
        number,
        original,
        original % 20 as turn,
        share(original, 3) as choice,
        visit_at(original) as visit,
        user_at(visit_at(original)) as actor,
        -- two in ten visits are of somebody who never says who they are
        share(visit_at(original), 6) < 0.2 as is_stranger,
        share(original, 10) as trouble
    from numbered
),

acted as (
    select
        *,
        case
            when is_stranger or turn < 7 then 'page_viewed'
            when turn = 7 then 'report_created'
            when turn < 12 then 'report_viewed'
            when turn < 14 then 'track_played'
            when turn < 16 then 'product_added'
            when turn = 16 then if(choice < 0.7, 'order_completed', 'product_removed')
            when turn = 17 then if(choice < 0.3, 'report_deleted', 'button_hovered')
            when turn = 18 then 'user_logged_in'
            when choice < 0.3 then 'user_signed_up'
            when choice < 0.5 then 'organization_joined'
            when choice < 0.52 then 'organization_left'
            when choice < 0.54 then 'member_role_changed'
            when choice < 0.6 then 'report_restored'
            when choice < 0.65 then 'report_moved'
            else 'invitation_sent'
        end as event_name,
        -- an organization's reports of a day, old ones too
        'r-' || organization_of(actor) || '-'
        || cast(floor(original / getvariable('rows_per_day')) as bigint)
        - if(turn = 7, 0, cast(floor(pow(share(original, 7), 3) * 20) as bigint))
        || '-' || cast(floor(share(original, 8) * 3) as bigint) as report_id,
        moment_at(original)
        -- one in thirty-three comes up to three days late
        - to_microseconds(
            cast(
                share(original, 9)
                * if(share(original, 11) < 0.03, 3 * 86400e6, 5e6) as bigint
            )
        )
        - to_microseconds(
            cast(
                share(original, 12)
                * if(original >= getvariable('late_from'), getvariable('late_days'), 0)
                * 86400e6 as bigint
            )
        ) as happened_at
    from visited
)

select
    if(trouble < 0.002, null, 'e-' || original) as event_id,
    if(trouble between 0.002 and 0.004, null, event_name) as event_name,
    -- two devices each, one user in fifty has theirs in common with the one before
    case
        when is_stranger
            then 'v-' || cast(floor(share(visit, 13) * getvariable('users') * 3) as bigint)
        when event_name = 'page_viewed' or choice < 0.9
            then 'a-' || if(actor % 50 = 49, actor - 1, actor) || '-'
                || if(share(visit, 14) < 0.8, 1, 2)
    end as anonymous_id,
    if(is_stranger or (event_name = 'page_viewed' and choice < 0.4), null, 'u-' || actor)
        as user_id,
    if(
        event_name = 'page_viewed' or choice between 0.6 and 0.7,
        null,
        'o-' || organization_of(actor)
    ) as organization_id,
    if(trouble between 0.004 and 0.006, 'yesterday', spelled(happened_at)) as original_timestamp,
    if(choice < 0.5, null, spelled(happened_at + to_milliseconds(1200))) as sent_at,
    if(
        trouble between 0.006 and 0.007,
        null,
        spelled(moment_at(if(share(number, 15) < 0.5, original, number)))
    ) as received_at,
    -- a load an hour
    spelled(time_bucket(interval 1 hour, moment_at(number)) + interval 1 hour) as loaded_at,
    case
        when trouble between 0.007 and 0.008 then '{"path": "/help'
        when trouble between 0.008 and 0.010 then '{}'
        when event_name = 'page_viewed'
            then '{"path":"/page/' || cast(floor(choice * 40) as int)
                || '","title":"Page number ' || cast(floor(choice * 40) as int) || '"}'
        when event_name = 'report_created'
            then '{"report_id":"' || report_id || '","layout":"'
                || ['chart', 'table', 'map', 'pivot'][1 + cast(floor(choice * 3.03) as int)] || '"}'
        when event_name = 'report_viewed'
            then '{"report_id":"' || report_id || '","duration_seconds":'
                || cast(floor(choice * 900) as int) || '.5}'
        when starts_with(event_name, 'report_') then '{"report_id":"' || report_id || '"}'
        when event_name = 'track_played'
            then '{"track_id":"t-' || original % 5000 || '","genre":"'
                || ['jazz', 'rock', 'pop', 'classical', 'electronic'][
                    1 + cast(floor(choice * 5) as int)
                ] || '","artist":"Artist ' || original % 300 || '"}'
        when event_name in ('product_added', 'product_removed')
            then '{"product_id":"p-' || lpad(cast(original % 1000 as varchar), 3, '0')
                || '","price":"' || cast(floor(choice * 200) as int) || '.90","quantity":'
                || 1 + cast(floor(choice * 4) as int) || '}'
        when event_name = 'order_completed'
            then '{"order_id":"b-' || original || '","total":"'
                || cast(floor(choice * 900) as int) || '.50","ordered_at":"'
                || spelled(happened_at) || '"}'
        when event_name = 'user_logged_in' then '{"method":"password"}'
        when event_name = 'user_signed_up'
            then '{"signup_source":"organic","email":"user.' || actor || '@example.com"}'
        when event_name in ('organization_joined', 'member_role_changed')
            then '{"role":"' || if(choice < 0.45, 'member', 'admin') || '"}'
        when event_name = 'invitation_sent'
            then '{"invited_email":"guest.' || original || '@example.com"}'
        else '{"element":"button-' || original % 90 || '"}'
    end as properties,
    '{"app":{"version":"2.' || original % 7 || '.3","build":"' || original % 100
        || '"},"os":{"name":"ios","version":"17.' || original % 4
        || '"},"locale":"de-DE","timezone":"Europe/Berlin","screen":{"width":1170,"height":2532},'
        || '"page":{"url":"https://example.com/page/' || original % 40
        || '","referrer":"https://example.org/"},"userAgent":"Mozilla/5.0 (iPhone; CPU iPhone OS '
        || 'like Mac OS X) AppleWebKit/605.1.15"}' as context
from acted;
