with

planned_parents as (

    select attribute_name from {{ ref('plan_attributes') }}
    where
        entity_type = 'organization'
        and attribute_name = 'parent_organization_id'
        and key_rank = 1

),

organizations as (

    select entity_id as organization_id from {{ ref('int_entities__observed') }}
    where entity_type = 'organization'

),

parents as (

    select
        organization_id,
        parent_organization_id
    from {{ ref('int_organizations__parented') }}
    where is_parent_known

),

paths_1 as (

    select
        organizations.organization_id,
        organizations.organization_id as ancestor_organization_id,
        0 as depth
    from organizations
    cross join planned_parents
    union all
    select
        organization_id,
        parent_organization_id as ancestor_organization_id,
        1 as depth
    from parents

),

-- a recursion would not end in a cycle, which a test finds; this ends at 16 steps, and a test
-- tells of a tree that goes deeper
{% for length in [1, 2, 4, 8] %}
    -- twice as far: each path so far, and each one followed by one of the greatest length so far
    paths_{{ 2 * length }} as (

        select * from paths_{{ length }}
        union all
        select
            paths.organization_id,
            longest_paths.ancestor_organization_id,
            paths.depth + longest_paths.depth as depth
        from paths_{{ length }} as paths
        inner join paths_{{ length }} as longest_paths
            on paths.ancestor_organization_id = longest_paths.organization_id
        where paths.depth > 0 and longest_paths.depth = {{ length }}

    ),
{% endfor %}

shortest_paths as (

    select
        organization_id,
        ancestor_organization_id,
        min(depth) as depth
    from paths_16
    group by organization_id, ancestor_organization_id

)

select
    organization_id,
    ancestor_organization_id,
    cast(depth as bigint) as depth
from shortest_paths
