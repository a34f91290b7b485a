with

identities as (

    select * from {{ ref('int_identifiers__resolved') }}

),

versions as (

    select * from {{ ref('dim_identifiers_history') }}

),

seen as (

    select
        identifier_id,
        first_seen_at
    from {{ ref('int_identifiers__seen') }}

),

rejections as (

    select * from {{ ref('rpt_identity_rejections') }}

),

persons_counted as (

    select
        person_id,
        count(*) as number_of_identifiers
    from identities
    group by person_id

),

groups_counted as (

    select
        group_id,
        count(*) as number_of_identifiers
    from identities
    group by group_id

),

groups_ranked as (

    select
        group_id,
        number_of_identifiers,
        row_number() over (order by number_of_identifiers desc, group_id asc) as size_rank
    from groups_counted

),

measured as (

    select
        'persons_by_number_of_identifiers' as metric,
        null as metric_date,
        cast(number_of_identifiers as {{ dbt.type_string() }}) as label,
        count(*) as value
    from persons_counted
    group by number_of_identifiers
    union all
    -- who was a person apart turned out to be another
    select
        'merges' as metric,
        {{ local_date('versions.valid_from') }} as metric_date,
        versions.identifier_type as label,
        count(*) as value
    from versions
    inner join seen
        on versions.identifier_id = seen.identifier_id
    where
        versions.is_current
        and versions.person_id <> versions.identifier_id
        and versions.valid_from > seen.first_seen_at
    group by {{ local_date('versions.valid_from') }}, versions.identifier_type
    union all
    select
        'rejected_identifiers' as metric,
        null as metric_date,
        identifier_type || ':' || rejection_reason as label,
        count(*) as value
    from rejections
    where rejection_reason <> 'blocked'
    group by identifier_type, rejection_reason
    union all
    select
        'blocked_records' as metric,
        null as metric_date,
        identifier_type as label,
        sum(number_of_records) as value
    from rejections
    where rejection_reason = 'blocked'
    group by identifier_type
    union all
    select
        'largest_components' as metric,
        null as metric_date,
        group_id as label,
        number_of_identifiers as value
    from groups_ranked
    where size_rank <= 10

)

select
    {{ digest(['metric', 'cast(metric_date as ' ~ dbt.type_string() ~ ')', 'label']) }}
        as measure_id,
    metric,
    cast(metric_date as date) as metric_date,
    label,
    cast(value as bigint) as value
from measured
