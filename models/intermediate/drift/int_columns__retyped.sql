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
