{{ config(
    materialized='incremental', incremental_strategy='append', full_refresh=false
) }}

with

restated as (

    select * from {{ ref('int_events__restated') }}

),

facts as (

    select
        source_name,
        event_id,
        person_id,
        organization_id
    from {{ ref('fct_events') }}
    where (source_name, event_id) in (
        select
            restated.source_name,
            restated.event_id
        from restated
    )

),

objects as (

    select * from {{ ref('int_objects__touched') }}

),

lives as (

    select entity_id from {{ ref('int_objects__lives') }}
    where (property_key, object_id) in (
        select
            objects.property_key,
            objects.object_id
        from objects
    )

),

subjects as (

    select subject_id from {{ ref('int_subjects__touched') }}
    where subject_type in ('organization', 'organization_start')

),

handwritten as (

    select
        property_key,
        entity_id,
        number_value,
        text_value,
        valid_from,
        valid_to
    from {{ ref('int_properties__handwritten') }}

),

handwritten_before as (

    select
        property_key,
        entity_id,
        number_value,
        text_value,
        valid_from,
        valid_to
    from {{ last_built(
        'int_properties__changes',
        [
            'property_key',
            'entity_id',
            'number_value',
            'text_value',
            'is_handwritten',
            'valid_from',
            'valid_to',
        ],
    ) }}
    where is_handwritten

),

-- nobody can tell what SQL written by hand depends on, so its results are compared
handwritten_changed as (

    (
        select * from handwritten
        except
        select * from handwritten_before
    )
    union all
    (
        select * from handwritten_before
        except
        select * from handwritten
    )

),

history as (

    select table_name from {{ source('increments', 'tables_built') }}
    where table_name = 'int_properties__changes'

),

-- whose a row is now, and whose it was before
entities as (

    select person_id as entity_id from facts
    union
    select organization_id as entity_id from facts
    union
    select person_id as entity_id from restated
    union
    select organization_id as entity_id from restated
    union
    select entity_id from lives
    union
    select entity_id from objects
    union
    select subject_id as entity_id from subjects
    union
    select entity_id from handwritten_changed

)

select entities.entity_id
from entities
cross join history
where entities.entity_id is not null
{%- if is_incremental() %}
    except
    select entity_id from {{ this }}
{%- endif %}
