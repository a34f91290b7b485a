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

    create or replace function {{ target.schema }}.json_text(value text, key text)
    returns text language plpgsql immutable as $$
    begin
        return cast(value as json) ->> key;
    exception when others then
        return null;
    end $$;

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
