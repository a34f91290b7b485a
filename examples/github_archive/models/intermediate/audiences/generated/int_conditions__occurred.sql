-- plan/audiences: when what their conditions ask for begins and ends
select
    cast(null as {{ dbt.type_string() }}) as condition_key,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as {{ dbt.type_timestamp() }}) as starts_at,
    cast(null as {{ dbt.type_timestamp() }}) as ends_at
where 1 = 0
