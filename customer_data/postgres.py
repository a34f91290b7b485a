"""How every command reaches Postgres."""

import os


def connection_settings() -> dict[str, str]:
    """What psycopg2 connects with, from the environment as profiles.yml reads it."""
    return {
        "host": os.environ.get("PGHOST", "localhost"),
        "port": os.environ.get("PGPORT", "5432"),
        "user": os.environ.get("PGUSER", "postgres"),
        "password": os.environ.get("PGPASSWORD", ""),
        "dbname": os.environ.get("PGDATABASE", "customer_data"),
    }


UNREACHABLE = "see PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE"
"""The cure where that reaches no server."""
