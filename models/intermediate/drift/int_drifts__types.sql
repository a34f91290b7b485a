with

columns_read as (

    select
        *,
        case
            when {{ matches('type', '^bool') }} then 'boolean'
            when {{ matches('type', '^timestamp') }} then 'timestamp'
            when {{ matches('type', '^date$') }} then 'date'
            when {{ matches('type', '^(time|interval|uuid)') }} then 'other'
            when {{ matches('type', '^(double|float|real|numeric[(][0-9]+, ?[1-9])') }}
                then 'fraction'
            when {{ matches('type', '^(u?(tiny|small|big|huge)?int(eger)?|numeric.*)$') }}
                then 'integer'
        end as type_family
    from {{ ref('int_columns__compared') }}
    where property is not null and is_column

),

payloads as (

    select * from {{ ref('int_payloads__named') }}
    where property_name is not null

),

-- text may hold anything, and so may a type that nobody has heard of
columns_retyped as (

    select * from columns_read
    where
        type_family is not null
        and not case expected_type
            when 'string' then true
            when 'integer' then type_family = 'integer'
            when 'number' then type_family in ('integer', 'fraction')
            when 'money' then type_family in ('integer', 'fraction')
            when 'boolean' then type_family in ('boolean', 'integer')
            when 'timestamp'
                then
                    type_family in ('timestamp', 'date')
                    or (type_family = 'integer' and reads_epochs)
            when 'date' then type_family = 'date'
            else false
        end

),

properties_by_type as (

    select
        source_name,
        event_name,
        property_name,
        property_type,
        is_required,
        json_type,
        json_type = case
            when property_type in ('integer', 'number', 'money') then 'number'
            when property_type in ('timestamp', 'date') then 'string'
            else property_type
        end as is_as_planned,
        sum(number_of_rows) as number_of_rows,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
    from payloads
    group by source_name, event_name, property_name, property_type, is_required, json_type

)

select
    source_name,
    relation_name,
    cast(null as {{ dbt.type_string() }}) as event_name,
    property,
    'retyped' as kind,
    cast(null as {{ dbt.type_string() }}) as seen_as,
    expected_type as expected,
    type as found,
    number_of_rows,
    first_seen_at,
    last_seen_at
from columns_retyped
union all
-- it is read all the same
select
    source_name,
    relation_name,
    null as event_name,
    property,
    'case_differs' as kind,
    name as seen_as,
    expected_type as expected,
    type as found,
    number_of_rows,
    first_seen_at,
    last_seen_at
from columns_read
where name <> accepted_name
union all
select
    source_name,
    'events' as relation_name,
    event_name,
    property_name as property,
    'retyped' as kind,
    null as seen_as,
    property_type as expected,
    string_agg(json_type, ', ' order by json_type) as found,
    cast(sum(number_of_rows) as {{ dbt.type_bigint() }}) as number_of_rows,
    min(first_seen_at) as first_seen_at,
    max(last_seen_at) as last_seen_at
from properties_by_type
where not is_as_planned and json_type <> 'null'
group by source_name, event_name, property_name, property_type
union all
select
    source_name,
    'events' as relation_name,
    event_name,
    property_name as property,
    'null_key' as kind,
    null as seen_as,
    property_type as expected,
    json_type as found,
    cast(number_of_rows as {{ dbt.type_bigint() }}) as number_of_rows,
    first_seen_at,
    last_seen_at
from properties_by_type
where is_required and json_type = 'null'
