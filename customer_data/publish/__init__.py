"""Hands a tested build to its readers, whole: builds, copies what BI may read, swaps.

`command` runs the steps, `build` dbt, `contents` says what is published, `file` and `schema`
write it on DuckDB and on Postgres.
"""
