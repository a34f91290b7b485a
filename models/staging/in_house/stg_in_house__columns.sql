{{ config(enabled='in_house' in var('cdp_sources')) }}

with

catalogue as (

    select
        *,
        -- two names may differ in case only; the one in lower case is read
        row_number() over (
            partition by relation_name, lower(column_name)
            order by {{ as_text('column_name') }} desc
        ) as spelling_number
    from {{ ref('base_in_house__columns') }}

),

found as (

    select
        relation_name,
        column_name,
        case when spelling_number = 1 then lower(column_name) end as expected_name,
        case
            when {{ matches('column_type', '^(char|character|varchar|text|string|bpchar)') }}
                then 'text'
            when column_type = 'timestamp without time zone' then 'timestamp'
            else replace(column_type, 'decimal', 'numeric')
        end as column_type
    from catalogue

),

relations as (

    select distinct relation_name from found

),

contract as (

    select
        promised.relation_name,
        promised.expected_name,
        promised.expected_type
    from (
        values
        ('events', 'event_id', 'string'),
        ('events', 'event_name', 'string'),
        ('events', 'anonymous_id', 'string'),
        ('events', 'user_id', 'string'),
        ('events', 'organization_id', 'string'),
        ('events', 'original_timestamp', 'timestamp'),
        ('events', 'sent_at', 'timestamp'),
        ('events', 'received_at', 'timestamp'),
        ('events', 'loaded_at', 'timestamp'),
        ('events', 'properties', 'object'),
        ('events', 'context', 'object'),
        ('users', 'user_id', 'string'),
        ('users', 'updated_at', 'timestamp'),
        ('users', 'deleted_at', 'timestamp'),
        ('users', 'loaded_at', 'timestamp'),
        ('organizations', 'organization_id', 'string'),
        ('organizations', 'updated_at', 'timestamp'),
        ('organizations', 'deleted_at', 'timestamp'),
        ('organizations', 'loaded_at', 'timestamp'),
        ('memberships', 'user_id', 'string'),
        ('memberships', 'organization_id', 'string'),
        ('memberships', 'role', 'string'),
        ('memberships', 'joined_at', 'timestamp'),
        ('memberships', 'left_at', 'timestamp'),
        ('memberships', 'updated_at', 'timestamp'),
        ('memberships', 'loaded_at', 'timestamp')
    ) as promised (relation_name, expected_name, expected_type)

),

-- a relation that is absent counts as empty, which is no drift
contract_of_relations as (

    select contract.*
    from contract
    inner join relations
        on contract.relation_name = relations.relation_name

)

select
    'in_house' as source_name,
    coalesce(contract_of_relations.relation_name, found.relation_name) as relation_name,
    -- the other columns of these relations are attributes
    case coalesce(contract_of_relations.relation_name, found.relation_name)
        when 'users' then 'user'
        when 'organizations' then 'organization'
    end as entity_type,
    contract_of_relations.expected_name,
    contract_of_relations.expected_type,
    found.column_name,
    found.column_type
from contract_of_relations
full outer join found
    on
        contract_of_relations.relation_name = found.relation_name
        and contract_of_relations.expected_name = found.expected_name
