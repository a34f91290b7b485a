with

rejections as (

    select * from {{ ref('rpt_identity_rejections') }}

),

identities as (

    select
        identifier_id,
        identifier_type,
        identifier_value,
        person_id
    from {{ ref('dim_identifiers') }}

),

links as (

    select * from {{ ref('fct_identifier_links') }}
    where is_rejected

),

overrides as (

    select * from {{ ref('plan_identity_overrides') }}

),

seen as (

    select
        identifier_type,
        identifier_value
    from {{ ref('int_identifiers__seen') }}

),

-- persons by the identifier they are called by, personal ones left out
names as (

    select
        identifier_id as person_id,
        identifier_type || ':' || identifier_value as name
    from identities
    where identifier_id = person_id and identifier_value is not null

),

disputes as (

    select * from {{ ref('int_identifiers__disputed') }}

),

names_linked as (

    select
        disputes.identifier_id,
        {{ json_list('names.name') }} as identifiers
    from disputes
    inner join names
        on disputes.person_id = names.person_id
    -- what very many share needs no look
    where
        disputes.identifier_id in (
            select rejections.identifier_id from rejections
            where rejections.number_of_persons <= 5
        )
    group by disputes.identifier_id

),

users_linked as (

    select
        links.link_id,
        links.identifier_id,
        links.number_of_records,
        links.last_seen_at,
        ones.name as one_name,
        others.name as other_name
    from links
    inner join names as ones
        on links.identifier_id = ones.person_id
    inner join names as others
        on links.linked_identifier_id = others.person_id
    where links.identifier_type = 'user_id' and links.linked_identifier_type = 'user_id'

)

select
    {{ digest(['rejections.rejection_reason', 'rejections.identifier_id']) }} as review_id,
    rejections.rejection_reason as review_reason,
    rejections.identifier_id,
    rejections.identifier_type,
    null as override_name,
    rejections.number_of_persons,
    rejections.number_of_records,
    rejections.last_seen_at,
    -- one human after all, or a value that many use
    case rejections.rejection_reason when 'shared' then 'include' else 'block' end
        as suggested_action,
    names_linked.identifiers as suggested_identifiers
from rejections
inner join names_linked
    on rejections.identifier_id = names_linked.identifier_id
union all
select
    {{ digest(["'users_linked'", 'link_id']) }} as review_id,
    'users_linked' as review_reason,
    identifier_id,
    'user_id' as identifier_type,
    null as override_name,
    2 as number_of_persons,
    number_of_records,
    last_seen_at,
    'include' as suggested_action,
    '[' || {{ json_string('other_name') }} || ',' || {{ json_string('one_name') }} || ']'
        as suggested_identifiers
from users_linked
union all
select
    {{ digest([
        "'override_unseen'",
        'overrides.override_name',
        'overrides.identifier_type',
        'overrides.identifier_value',
    ]) }} as review_id,
    'override_unseen' as review_reason,
    md5(overrides.identifier_type || ':' || overrides.identifier_value) as identifier_id,
    overrides.identifier_type,
    overrides.override_name,
    null as number_of_persons,
    0 as number_of_records,
    null as last_seen_at,
    'correct' as suggested_action,
    null as suggested_identifiers
from overrides
left join seen
    on
        overrides.identifier_type = seen.identifier_type
        and overrides.identifier_value = seen.identifier_value
where seen.identifier_type is null
