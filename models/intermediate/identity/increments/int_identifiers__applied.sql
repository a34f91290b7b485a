{{ config(
    materialized='incremental',
    incremental_strategy='append',
    meta={'built_whole_with': 'int_identifiers__resolved'},
    pre_hook="{{ customer_data.delete_listed(
        ref('int_identifiers__rebuilt'),
        ['identifier_type', 'identifier_value'],
        after=ref('int_identifiers__resolved')
    ) }}",
) }}

with

states as (

    select * from {{ ref('int_identifiers__described') }}

),

rebuilt as (

    select * from {{ ref('int_identifiers__rebuilt') }}

)

select
    identifier_type,
    identifier_value,
    linked_type,
    linked_value,
    evidence,
    first_seen_at
from states
where (identifier_type, identifier_value) in (
    select
        rebuilt.identifier_type,
        rebuilt.identifier_value
    from rebuilt
)
