{{ config(enabled='in_house' in var('cdp_sources')) }}
{% set raw_consents = raw_relation('consents') %}

with

consents as (

    select * from {{ raw_consents or no_rows() }}

)

select
    {{ source_column(raw_consents, 'consents', 'user_id') }} as user_id,
    {{ source_column(raw_consents, 'consents', 'purpose') }} as purpose,
    {{ source_column(raw_consents, 'consents', 'granted') }} as granted,
    {{ source_column(raw_consents, 'consents', 'at') }} as stated_at,
    {{ source_column(raw_consents, 'consents', 'loaded_at') }} as loaded_at,
    {{ raw_row(raw_consents, 'consents') }} as raw
from consents
