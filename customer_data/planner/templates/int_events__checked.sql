-- plan/events: the rules of every event
with

events as (

    select * from {{ ref('int_events__named') }}

)

select
<% for name in columns %>
    <<name>>,
<% endfor %>
<% for column, kept in (('rejections', quarantining), ('violations', noting)) %>
<% if not kept %>
    cast(null as {{ dbt.type_string() }}) as <<column>><<"," if not loop.last>>
<% else %>
    nullif(
        case event_name
<% for name, rules in kept.items() %>
            when '<<name>>'
                then concat_ws(
                    ',',
<% for item, rule in rules %>
                    case
                        when
<% for condition in write.breaks(item, rule) %>
                            <<"and " if not loop.first>><<condition|indent(28)>>
<% endfor %>
                            then '<<rule.key>>'
                    end<<"," if not loop.last>>
<% endfor %>
                )
<% endfor %>
        end,
        ''
    ) as <<column>><<"," if not loop.last>>
<% endif %>
<% endfor %>
from events
