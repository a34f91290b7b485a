with

touched as (

    select entity_id from {{ ref('int_entities__touched') }}

),

persons as (

    select person_id from {{ ref('int_persons__resolved') }}

),

organizations as (

    select entity_id from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),

handwritten as (

    select entity_id from {{ ref('int_properties__handwritten') }}

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_properties__changes'

),

everyone as (

    select person_id as entity_id from persons
    union
    select entity_id from organizations
    union
    select entity_id from handwritten

)

select entity_id from touched
union
select everyone.entity_id
from everyone
left join history
    on true
where history.table_name is null
