{# What a warehouse lacks and no expression gives: functions that answer null, not errors. #}
{% macro create_functions() -%}
    {%- if execute -%}
        {{ return(adapter.dispatch('create_functions', 'customer_data')()) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__create_functions() -%}{%- endmacro %}

{% macro postgres__create_functions() -%}
    create schema if not exists {{ target.schema }};

    create or replace function {{ target.schema }}.is_json_object(value text)
    returns boolean language plpgsql immutable as $$
    begin
        return coalesce(json_typeof(cast(value as json)) = 'object', false);
    exception when others then
        return false;
    end $$;

    -- Postgres has no NUL character and no half of a surrogate pair, and raises on an object that
    -- names one anywhere; they become the replacement character there
    create or replace function {{ target.schema }}.json_without_holes(value text)
    returns json language sql immutable as $$
        select cast(replace(
            regexp_replace(
                replace(value, '\\', chr(1)), '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g'
            ),
            chr(1),
            '\\'
        ) as json)
    $$;

    create or replace function {{ target.schema }}.json_text(value text, key text)
    returns text language plpgsql immutable as $$
    begin
        return cast(value as json) ->> key;
    exception when others then
        begin
            return {{ target.schema }}.json_without_holes(value) ->> key;
        exception when others then
            return null;
        end;
    end $$;

    create or replace function {{ target.schema }}.json_fields(value text)
    returns table (key text, type text) language plpgsql immutable as $$
    begin
        return query select item.key, json_typeof(item.value)
            from json_each(cast(json_fields.value as json)) as item;
    exception when others then
        begin
            return query select item.key, json_typeof(item.value)
                from json_each({{ target.schema }}.json_without_holes(json_fields.value)) as item;
        exception when others then
            return;
        end;
    end $$;

    create or replace function {{ target.schema }}.json_key_list(value text)
    returns text language sql immutable strict as $$
        select '[' || coalesce(string_agg(cast(to_json(key) as text), ','), '') || ']'
        from {{ target.schema }}.json_fields(value)
    $$;

    create or replace function {{ target.schema }}.json_type_list(value text)
    returns text language sql immutable strict as $$
        select '[' || coalesce(string_agg(cast(to_json(type) as text), ','), '') || ']'
        from {{ target.schema }}.json_fields(value)
    $$;

    -- other warehouses spell the escapes of control characters with capital letters
    create or replace function {{ target.schema }}.json_string(value text)
    returns text language sql immutable as $$
        select case
            when value ~ '[\x0b\x0e\x0f\x1a-\x1f]' then
                {%- set codes = ['0b', '0e', '0f', '1a', '1b', '1c', '1d', '1e', '1f'] %}
                replace(
                    {{ 'replace(' * (codes | length) -}}
                    replace(cast(to_json(value) as text), '\\', chr(1))
                    {%- for code in codes %}
                    , '\u00{{ code }}', '\u00{{ code | upper }}')
                    {%- endfor %},
                    chr(1), '\\'
                )
            else cast(to_json(value) as text)
        end
    $$;

    create or replace function {{ target.schema }}.utc_timestamp(
        value text, epoch_pattern text, unit bigint
    ) returns timestamp language plpgsql immutable set timezone = 'UTC' as $$
    begin
        if value ~ '{{ customer_data.iso_timestamp_pattern(with_offset=true) }}'
            or value ~ '{{ customer_data.iso_timestamp_pattern(with_offset=false) }}'
        then
            -- Postgres would round the seventh decimal, the others cut it off
            return cast(cast(
                regexp_replace(value, '([.][0-9]{6})[0-9]+', '\1') as timestamptz
            ) as timestamp);
        elsif unit is not null and value ~ epoch_pattern then
            return timestamp 'epoch' + cast(value as bigint) * unit * interval '1 microsecond';
        end if;
        return null;
    exception when others then
        return null;
    end $$;

    create or replace function {{ target.schema }}.edit_distance(one text, other text)
    returns integer language plpgsql immutable as $$
    declare
        previous integer[] := array(select generate_series(0, length(other)));
        current integer[];
    begin
        for i in 1..length(one) loop
            current := array[i];
            for j in 1..length(other) loop
                current := current || least(
                    current[j] + 1,
                    previous[j + 1] + 1,
                    previous[j] + cast(substr(one, i, 1) <> substr(other, j, 1) as integer)
                );
            end loop;
            previous := current;
        end loop;
        return previous[length(other) + 1];
    end $$;
{%- endmacro %}
