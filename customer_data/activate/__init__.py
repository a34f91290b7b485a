"""Posts the rows of the outbox to an HTTP endpoint, each at least once and in their order.

`command` runs the steps, `message` says what is posted, `endpoint` posts it once, `sending` until
it is settled; `warehouse` reads the outbox and keeps what was delivered, on DuckDB and on Postgres.
"""
