"""The hand-written script beside which the models are measured, as a process of its own.

python -m customer_data.bench.floor RAW_FILE NEW_FILE
"""

import sys
from pathlib import Path

import duckdb

from customer_data.sql import literal

TABLES = (
    *("fct_events", "fct_events_quarantined", "dim_identifiers", "fct_sessions"),
    *("fct_person_sessions", "dim_users", "dim_organizations", "dim_memberships"),
    "fct_funnel_entries",
)
"""Marts that the script makes beside the typed facts, in simpler forms."""


def make_tables(raw: Path, made: Path) -> None:
    """Make the main tables in a new DuckDB file from the raw tables of another."""
    with duckdb.connect(str(made), config={"threads": 2}) as connection:
        connection.execute(f"attach {literal(str(raw))} as history (read_only)")
        connection.execute((Path(__file__).parent / "floor.sql").read_text())


if __name__ == "__main__":
    make_tables(Path(sys.argv[1]), Path(sys.argv[2]))
