with

occurrences as (

    select
        audience_name,
        entity_id,
        1 as weight,
        1 as at_least,
        valid_from as starts_at,
        valid_to as ends_at
    from {{ ref('int_audiences__grouped') }}

)

{{ periods_with_enough('occurrences', 'audience_name') }}
