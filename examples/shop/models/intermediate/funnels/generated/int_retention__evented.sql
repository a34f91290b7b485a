-- plan/retention: the events that start a cohort, and those that are a return
select
    cast(null as {{ dbt.type_string() }}) as retention_name,
    cast(null as {{ dbt.type_string() }}) as role,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as {{ dbt.type_string() }}) as source_name,
    cast(null as {{ dbt.type_string() }}) as event_id,
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at
where 1 = 0
