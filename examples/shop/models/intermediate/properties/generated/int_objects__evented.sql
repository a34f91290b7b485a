-- plan/properties: the events that create, delete, restore or move what is counted
select
    cast(null as {{ dbt.type_string() }}) as property_key,
    cast(null as {{ dbt.type_string() }}) as object_id,
    cast(null as {{ dbt.type_string() }}) as action,
    cast(null as {{ dbt.type_string() }}) as owner_id,
    false as is_owner_stated,
    cast(null as {{ dbt.type_string() }}) as opening,
    cast(null as {{ dbt.type_string() }}) as source_name,
    cast(null as {{ dbt.type_string() }}) as event_id,
    cast(null as {{ dbt.type_timestamp() }}) as occurred_at,
    cast(null as {{ dbt.type_timestamp() }}) as received_at
where 1 = 0
