"""What the dbt project needs that dbt cannot do: the planner and the other commands."""
