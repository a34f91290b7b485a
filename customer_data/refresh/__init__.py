"""Builds what is new, and nothing where nothing is: asks the warehouse before it has dbt build."""
