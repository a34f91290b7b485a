-- plan/properties: the histories that are written by hand, in the form of the others
select
    cast(null as {{ dbt.type_string() }}) as property_key,
    cast(null as {{ dbt.type_string() }}) as entity_id,
    cast(null as numeric(38, 9)) as number_value,
    cast(null as {{ dbt.type_string() }}) as text_value,
    cast(null as {{ dbt.type_timestamp() }}) as valid_from,
    cast(null as {{ dbt.type_timestamp() }}) as valid_to
where 1 = 0
