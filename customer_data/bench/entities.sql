-- Raw users, organizations, memberships and consents that go with the events; several versions of
-- most rows, each loaded in the hour after it. Variables: users, organizations, starts_at, days, seed.

insert into raw.users by name
with versions as (
    select user_number, version
    from
        generate_series(0, getvariable('users') - 1) as users (user_number),
        generate_series(0, 2) as versions (version)
    where version = 0 or share(user_number, 100 + version) < 0.4
),

dated as (
    select
        *,
        getvariable('starts_at')
        + to_seconds(
            cast(
                (share(user_number, 110) * 0.3 + version * 0.2 + share(user_number, 120) * 0.1)
                * getvariable('days') * 86400 as bigint
            )
        ) as updated_at
    from versions
)

select
    'u-' || user_number as user_id,
    'user.' || user_number || if(version = 2, '.new', '') || '@example.com' as email,
    'Name ' || user_number as name,
    if(version = 0, null, '+1-555-' || lpad(cast(user_number % 10000 as varchar), 4, '0')) as phone,
    ['analyst', 'manager', 'engineer'][1 + (user_number + version) % 3] as job_title,
    ['DE', 'FR', 'BR', 'IN', 'US'][1 + user_number % 5] as country,
    spelled(min(updated_at) over (partition by user_number)) as created_at,
    spelled(updated_at) as updated_at,
    if(version = 2 and user_number % 50 = 3, spelled(updated_at), null) as deleted_at,
    spelled(time_bucket(interval 1 hour, updated_at) + interval 1 hour) as loaded_at
from dated;

insert into raw.organizations by name
with versions as (
    select
        organization_number,
        version,
        getvariable('starts_at')
        + to_seconds(
            cast(
                (share(organization_number, 130) * 0.1 + version * 0.3)
                * getvariable('days') * 86400 as bigint
            )
        ) as updated_at
    from
        generate_series(0, getvariable('organizations') - 1) as series (organization_number),
        generate_series(0, 2) as versions (version)
    where version = 0 or share(organization_number, 140 + version) < 0.5
)

select
    'o-' || organization_number as organization_id,
    'Company ' || organization_number as name,
    ['software', 'retail', 'energy'][1 + organization_number % 3] as industry,
    ['free', 'team', 'enterprise'][1 + (organization_number + version) % 3] as plan_tier,
    cast(10 + organization_number % 500 as varchar) as number_of_employees,
    if(
        organization_number % 10 = 9, 'o-' || organization_number - 1, null
    ) as parent_organization_id,
    spelled(min(updated_at) over (partition by organization_number)) as created_at,
    spelled(updated_at) as updated_at,
    if(version = 2 and organization_number % 100 = 3, spelled(updated_at), null) as deleted_at,
    spelled(time_bucket(interval 1 hour, updated_at) + interval 1 hour) as loaded_at
from versions;

insert into raw.memberships by name
with joined as (
    select
        user_number,
        getvariable('starts_at')
        + to_seconds(
            cast(share(user_number, 110) * 0.3 * getvariable('days') * 86400 as bigint)
        ) as joined_at
    from generate_series(0, getvariable('users') - 1) as users (user_number)
)

select
    'u-' || user_number as user_id,
    'o-' || organization_of(user_number) as organization_id,
    if(user_number < getvariable('organizations'), 'owner', 'member') as role,
    spelled(joined_at) as joined_at,
    if(user_number % 40 = 7, spelled(joined_at + interval 9 days), null) as left_at,
    spelled(joined_at + if(user_number % 40 = 7, interval 9 days, interval 0 days)) as updated_at,
    spelled(
        time_bucket(interval 1 hour, joined_at)
        + if(user_number % 40 = 7, interval 217 hours, interval 1 hour)
    ) as loaded_at
from joined;

insert into raw.consents by name
select
    'u-' || user_number as user_id,
    purpose,
    if((user_number + purpose_number) % 7 = 0, 'false', 'true') as granted,
    spelled(getvariable('starts_at') + to_hours(user_number % 400)) as "at",
    spelled(getvariable('starts_at') + to_hours(1 + user_number % 400)) as loaded_at
from
    generate_series(0, getvariable('users') - 1) as users (user_number),
    (
        values (1, 'onboarding'), (2, 'marketing'), (3, 'account_management')
    ) as purposes (purpose_number, purpose)
where share(user_number, 150 + purpose_number) < 0.7;
