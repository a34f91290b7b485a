-- plan/properties: the histories that are written by hand, in the form of the others
with

organization_credit as (

    select * from {{ ref('prop_organization__credit') }}

)

select
    'organization.credit' as property_key,
    organization_id as entity_id,
    cast(credit as numeric(38, 9)) as number_value,
    cast(null as {{ dbt.type_string() }}) as text_value,
    valid_from,
    valid_to
from organization_credit
