with

stated as (

    select * from {{ ref('int_memberships__stated') }}

),

evented as (

    select * from {{ ref('int_memberships__evented') }}

),

deletions as (

    select * from {{ ref('int_entities__deleted') }}

),

evidence as (

    select
        1 as precedence,
        stated.*
    from stated
    union all
    select
        2 as precedence,
        evented.*
    from evented

),

evidence_ranked as (

    select
        *,
        min(precedence) over (partition by user_id, organization_id) as best_precedence
    from evidence

),

-- who or what is deleted leaves every membership
closings as (

    select
        evidence_ranked.user_id,
        evidence_ranked.organization_id,
        evidence_ranked.valid_from,
        min(deletions.deleted_at) as closed_at
    from evidence_ranked
    inner join deletions
        on
            evidence_ranked.valid_from <= deletions.deleted_at
            and (
                (deletions.entity_type = 'user' and evidence_ranked.user_id = deletions.entity_id)
                or (
                    deletions.entity_type = 'organization'
                    and evidence_ranked.organization_id = deletions.entity_id
                )
            )
    group by
        evidence_ranked.user_id, evidence_ranked.organization_id, evidence_ranked.valid_from

)

select
    evidence_ranked.user_id,
    evidence_ranked.organization_id,
    evidence_ranked.role,
    evidence_ranked.valid_from,
    least(evidence_ranked.valid_to, closings.closed_at) as valid_to
from evidence_ranked
left join closings
    on
        evidence_ranked.user_id = closings.user_id
        and evidence_ranked.organization_id = closings.organization_id
        and evidence_ranked.valid_from = closings.valid_from
where
    evidence_ranked.precedence = evidence_ranked.best_precedence
    and (closings.closed_at is null or evidence_ranked.valid_from < closings.closed_at)
