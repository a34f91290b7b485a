{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

states as (

    select * from {{ ref('int_identifiers__described') }}

),

states_before as (

    select
        identifier_type,
        identifier_value,
        linked_type,
        linked_value,
        evidence,
        first_seen_at
    from {{ last_built(
        'int_identifiers__applied',
        [
            'identifier_type',
            'identifier_value',
            'linked_type',
            'linked_value',
            'evidence',
            'first_seen_at',
        ],
    ) }}

),

resolved_before as (

    select
        identifier_type,
        identifier_value,
        group_id
    from {{ last_built(
        'int_identifiers__resolved', ['identifier_type', 'identifier_value', 'group_id']
    ) }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_identifiers__resolved'

),

states_changed as (

    (
        select * from states
        except
        select * from states_before
    )
    union all
    (
        select * from states_before
        except
        select * from states
    )

),

identifiers_changed as (

    select
        identifier_type,
        identifier_value
    from states_changed
    union
    select
        linked_type as identifier_type,
        linked_value as identifier_value
    from states_changed
    where linked_type is not null

),

groups_changed as (

    select resolved_before.group_id
    from resolved_before
    inner join identifiers_changed
        on
            resolved_before.identifier_type = identifiers_changed.identifier_type
            and resolved_before.identifier_value = identifiers_changed.identifier_value

),

-- with an identifier, all that hung together with it; what is new hangs together with these
identifiers as (

    select * from identifiers_changed
    union
    select
        resolved_before.identifier_type,
        resolved_before.identifier_value
    from resolved_before
    where resolved_before.group_id in (select groups_changed.group_id from groups_changed)

)

select
    identifiers.identifier_type,
    identifiers.identifier_value
from identifiers
cross join history
{%- if is_incremental() %}
    where (identifiers.identifier_type, identifiers.identifier_value) not in (
        select
            listed.identifier_type,
            listed.identifier_value
        from {{ this }} as listed
    )
{%- endif %}
