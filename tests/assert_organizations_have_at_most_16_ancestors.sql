-- ancestors are followed for 16 steps; above these organizations there are more
with

ancestors as (

    select
        organization_id,
        ancestor_organization_id
    from {{ ref('dim_organization_ancestors') }}
    where depth = 16

),

parents as (

    select
        organization_id,
        parent_organization_id
    from {{ ref('int_organizations__parented') }}
    where is_parent_known

)

select
    ancestors.organization_id,
    ancestors.ancestor_organization_id as last_ancestor_organization_id,
    parents.parent_organization_id as parent_of_last_ancestor_organization_id
from ancestors
inner join parents
    on ancestors.ancestor_organization_id = parents.organization_id
