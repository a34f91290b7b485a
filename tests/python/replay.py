"""Replays what dbt really sent to DuckDB, many times a second, on small worlds of a test's own.

dbt is asked twice: for the build of an empty warehouse, and for the build after that, which takes
only what is new. Neither depends on the data, so their statements can be sent again without dbt.
"""

import contextlib
import copy
import re
from pathlib import Path

import duckdb
from event_reference import Plan, Row
from served import MODELS, Answer, DbtServer, ServedWarehouse
from support import Rows, mart_contents
from worlds import COLUMNS, append_raw, create_raw

ONE = ("--threads", "1")
CHANGES = re.compile(r"(/\*.*?\*/)?\s*(create|insert|delete|update|alter|drop|begin|commit)", re.I)
COMMENT = re.compile(r"/\*.*?\*/", re.S)
MODEL = re.compile(
    r'"warehouse"\."(?:staging|intermediate|marts|restricted)"\."(\w+?)(?:__dbt_\w+)?"'
)


class Recording:
    """The statements of a first build and of a later one, and the plan's seeds."""

    def __init__(self, server: DbtServer, folder: Path) -> None:
        warehouse = ServedWarehouse(server, folder, {name: [] for name in COLUMNS})
        self.first = self.changes(server.run("build", *MODELS, *ONE, path=warehouse.path))
        later = self.changes(server.run("run", *ONE, path=warehouse.path))
        views = {node for node, sql in later if sql.startswith("create view")}
        # a view stays what it was
        self.later = [(node, sql) for node, sql in later if node not in views]
        with duckdb.connect(str(warehouse.path), read_only=True) as connection:
            self.seeds = seed_statements(connection)

    def only(self, model: str) -> "Recording":
        """What builds one model and all that it reads, and nothing else."""
        relations: dict[str, set[str]] = {}
        for node, sql in [*self.first, *self.later]:
            relations.setdefault(name_of(node), set()).update(MODEL.findall(sql))
        needed, unread = set(), [model]
        while unread:
            name = unread.pop()
            if name not in needed:
                needed.add(name)
                unread += relations.get(name, ())
        part = copy.copy(self)
        part.first, part.later = (
            [
                (node, statement)
                for node, sql in script
                # what belongs to no model is a list of statements about several
                for statement in ([sql] if node.startswith("model.") else sql.split(";"))
                if statement.strip()
                and (name_of(node) in needed or not node.startswith("model."))
                and set(MODEL.findall(statement)) <= needed
            ]
            for script in (self.first, self.later)
        )
        return part

    @staticmethod
    def changes(answer: Answer) -> list[tuple[str, str]]:
        """The statements of a run that change something, each with its node."""
        assert answer.exit_code == 0, answer.printed[-4000:]
        return [
            (node, again(COMMENT.sub("", sql).strip()))
            for node, sql in answer.statements
            # what belongs to no node is housekeeping in transactions that dbt does not always end
            if CHANGES.match(sql) and (node or "create" in sql) and not node.startswith("seed.")
        ]


def name_of(node: str) -> str:
    """The name of a model by its id."""
    return node.rpartition(".")[2]


def again(sql: str) -> str:
    """The statement so that one session can send it more than once."""
    return re.sub("^create temporary table", "create or replace temporary table", sql)


def seed_statements(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """SQL that makes the tables of the plan."""
    statements = ["create schema plan"]
    tables = connection.execute(
        "select table_name, sql from duckdb_tables() where schema_name = 'plan'"
    ).fetchall()
    for name, sql in tables:
        statements.append(sql)
        rows = connection.execute(f"select * from plan.{name}").fetchall()
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
        if values:
            statements.append(f"insert into plan.{name} values {values}")
    return statements


def literal(value: object) -> str:
    """A value of a seed as SQL."""
    match value:
        case None:
            return "null"
        case bool() | int():
            return str(value)
        case _:
            return "'" + str(value).replace("'", "''") + "'"


class SmallWarehouse:
    """A warehouse in memory that is built by the recorded statements."""

    def __init__(self, recording: Recording, **settings: str) -> None:
        self.recording = recording
        self.is_built = False
        self.connection = duckdb.connect()
        self.connection.execute("attach ':memory:' as warehouse")
        self.connection.execute("use warehouse")
        self.connection.execute("set TimeZone = 'UTC'")
        for name, value in settings.items():
            self.connection.execute(f"set {name} = '{value}'")
        for sql in recording.seeds:
            self.connection.execute(sql)
        self.connection.execute("create schema raw")
        for name, columns in COLUMNS.items():
            create_raw(self.connection, f"raw.{name}", columns)

    def follow(self, plan: Plan) -> None:
        """Let the plan say something else: limits and overrides, and what sessions tell."""
        self.query(
            f"update plan.plan_sessions set tells_user = {plan.sessions.tells_user}, "
            f"tells_organization = {plan.sessions.tells_organization}"
        )
        for type_ in plan.identity.types:
            self.query(
                f"update plan.plan_identifier_types set max_per_person = {type_.max_per_person} "
                f"where identifier_type = '{type_.name}'"
            )
        for override in plan.identity.overrides:
            action = "include" if override.is_include else "exclude"
            for position, (type_, value) in enumerate(override.identifiers, start=1):
                self.query(
                    "insert into plan.plan_identity_overrides (override_name, action, "
                    "identifier_type, identifier_value, position) values "
                    f"('{override.name}', '{action}', '{type_}', '{value}', {position})"
                )

    def append(self, tables: dict[str, list[Row]]) -> None:
        """Let raw rows arrive."""
        for name, rows in tables.items():
            append_raw(self.connection, f"raw.{name}", rows)

    def build(self, until: int | None = None) -> None:
        """Build, whole the first time; `until` stops after so many statements, as a kill does."""
        script = self.recording.later if self.is_built else self.recording.first
        for _, sql in script[:until]:
            self.connection.execute(sql)
        if until is not None:
            self.lose_what_was_not_committed()
        self.is_built = True

    def lose_what_was_not_committed(self) -> None:
        """End like a killed process, and tidy up as the next run does first."""
        with contextlib.suppress(duckdb.TransactionException):
            self.connection.rollback()
        leftovers = self.query(
            "select schema_name || '.' || table_name from duckdb_tables() where not temporary "
            "and (table_name like '%\\_\\_dbt\\_%' escape '\\')"
        )
        for (name,) in leftovers:
            self.connection.execute(f"drop table {name}")

    def query(self, sql: str) -> Rows:
        """Answer SQL with rows."""
        return self.connection.execute(sql).fetchall()

    def marts(self) -> dict[str, list[str]]:
        """Every mart as sorted lines of text."""
        return mart_contents(self.query)
