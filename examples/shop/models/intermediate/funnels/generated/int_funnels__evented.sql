-- plan/funnels: the events that are a step of one
select
    cast(null as {{ dbt.type_string() }}) as funnel_name,
    cast(null as integer) as step_number,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as {{ dbt.type_string() }}) as match_value,
    cast(null as {{ dbt.type_string() }}) as organization_id,
    cast(null as {{ dbt.type_string() }}) as event_name,
    cast(null as {{ dbt.type_string() }}) as source_name,
    cast(null as {{ dbt.type_string() }}) as event_id,
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as received_at
where 1 = 0
