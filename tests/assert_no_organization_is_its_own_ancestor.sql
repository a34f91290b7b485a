-- parents form no cycle; these organizations are part of themselves, by way of this parent
with

parents as (

    select
        organization_id,
        parent_organization_id
    from {{ ref('int_organizations__parented') }}

),

ancestors as (

    select * from {{ ref('dim_organization_ancestors') }}

)

select
    parents.organization_id,
    parents.parent_organization_id
from parents
inner join ancestors
    on
        parents.parent_organization_id = ancestors.organization_id
        and parents.organization_id = ancestors.ancestor_organization_id
