{#
    Before a run: removes what a killed run left behind, and forgets every incremental table that
    cannot be taken as it is. A forgotten table is built whole, like one that never was.
#}
{% macro prepare_increments() -%}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- do customer_data.create_increment_tables() -%}
        {#- until this run has built everything, nobody can say what from #}
        {%- do run_query('delete from ' ~ source('increments', 'inputs_built')) -%}
        {%- do customer_data.check_plan_is_loaded(customer_data.tables_built('code')) -%}
        {%- set models = customer_data.incremental_models() -%}
        {%- set outdated = customer_data.outdated_models(models) -%}
        {%- for model in models -%}
            {%- set ancestors = customer_data.ancestors(model) -%}
            {%- if outdated | select('in', ancestors) | list -%}
                {%- do customer_data.forget_table(model) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do customer_data.note_earlier_as_of() -%}
        {%- do customer_data.drop_leftovers() -%}
    {%- endif -%}
{%- endmacro %}
