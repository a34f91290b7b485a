"""Small random worlds: raw tables that hold every kind of dirt."""

import json
import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from event_reference import Row, moment, read_plan, text_of
from membership_reference import said_at
from person_reference import stated
from support import PROJECT

RELATIONS = ("events", "users", "organizations", "memberships", "consents")
PLAN = read_plan(PROJECT / "plan")

Tables = dict[str, list[Row]]
"""Raw tables by name, each a list of rows."""

START, LAST_LOAD = datetime(2026, 1, 1), datetime(2026, 3, 1, 6)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
NAMES = (
    "report_created report_created report_deleted report_restored report_moved report_viewed "
    "organization_joined organization_joined organization_left organization_created "
    "member_role_changed product_added order_completed track_played signup page_viewed unplanned "
    "identify identify identify group group alias"
).split()
BLOCKED = ["null", "0", "-1", "Undefined", "00000000-0000-0000-0000-000000000000"]
WORDS = [None, "x", "2026-01-01T00:00:00Z", "7"]
DIRT: dict[str, list[Any]] = {
    "report_type": [None, "map", "table"],
    "layout": ["chart", "table", "map", "map", "pivot", None],
    "duration_seconds": [12.5, "3", -1, "long", None],
    "role": ["admin", "member", "member", "chief", None],
    "product_id": ["p-001", "p-002", "SKU 1", None],
    "price": ["19.90", 5, "n/a", 1.23456],
    "quantity": [1, 2, "3", 0, -1, "two", 2.5, "+4", None, [1], True],
    "order_id": ["1", None],
    "total": ["10.10", 20, -5, "1.23456", None],
    "ordered_at": ["2026-01-05T10:00:00+02:00", "2026-02-30", None],
    "track_id": ["t1", None],
    "genre": ["jazz", "rock", "pop", "Jazz", None],
    "artist": ["Zoë", "abe", "Abe", 'The "Q"', "b,c", None],
    "signup_source": ["organic", "tv", None],
    "path": ["/", "/docs"],
}


def iso(at: datetime | None) -> str | None:
    return at.isoformat() + "Z" if at else None


class Dice:
    """Makes the raw tables of one small world, whose ids all begin alike."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.prefix = f"w{number:02}"
        self.tables: dict[str, list[Row]] = {name: [] for name in RELATIONS}
        self.users, self.emails = self.id("u", 8), self.id("E", 10)
        # whose each device is: of one user there can be too many, some are everybody's
        chosen = self.random.choices([*self.users, None], [4, *[1] * 7, 2], k=14)
        self.devices = dict(zip(self.id("a", 14), chosen, strict=True))
        for _ in range(130):
            self.add_event()
        for _ in range(25):
            self.add_copy()
        self.add_entities("users", "user_id", self.users, 18)
        self.add_entities("organizations", "organization_id", self.id("o", 4), 8)
        self.add_memberships()
        self.add_consents()
        self.tables["events"][0]["loaded_at"] = iso(LAST_LOAD)

    def id(self, letter: str, count: int) -> list[str]:
        return [f"{self.prefix}-{letter}{number}" for number in range(count)]

    def maybe(self, chance: float, value: Any, other: Any = None) -> Any:
        return value if self.random.random() < chance else other

    def time(self) -> datetime:
        """Often the same few moments, so that they meet."""
        hours = self.random.choice([24, 48, 600])
        return START + 7 * DAY + HOUR * self.random.randrange(hours)

    def load(self, at: datetime) -> str | None:
        next_load = datetime.combine(at, datetime.min.time()) + 6 * HOUR + DAY
        late = self.random.choice([0, 0, 0, 1, 20])
        return iso(min(LAST_LOAD, next_load + late * DAY))

    def add_event(self) -> None:
        pick, at = self.random.choice, self.time()
        delay = pick([0, 0, 1, 3600, 5 * 86400]) * SECOND
        skew = pick([0, 0, 0, 86400, -86400, 4e8, -2e9]) * SECOND
        received = at + delay + pick([0, 0, 1]) * SECOND
        name = pick(NAMES)
        # equal moments are ordered by the id, so only events whose order does not matter lack it
        has_id = self.maybe(0.8, True, name not in ("page_viewed", "track_played", "product_added"))
        device, user = self.ids()
        self.tables["events"].append(
            {
                "event_id": f"{self.prefix}-{len(self.tables['events'])}" if has_id else None,
                "event_name": self.maybe(0.98, self.maybe(0.95, name, f" {name} ")),
                "anonymous_id": self.maybe(0.98, device, pick(BLOCKED)),
                "user_id": self.maybe(0.98, user, pick(BLOCKED)),
                "organization_id": self.maybe(
                    0.9 if name == "group" else 0.4, pick(self.id("o", 4))
                ),
                "original_timestamp": self.maybe(0.95, iso(at + skew), pick([None, "soon"])),
                "sent_at": self.maybe(0.8, iso(at + skew + delay), pick([None, "-", iso(at)])),
                "received_at": self.maybe(0.96, iso(received), pick([None, "n/a"])),
                "loaded_at": self.maybe(0.96, self.load(received), pick([None, "?"])),
                "properties": self.properties(name, user),
                "context": None,
            }
        )

    def ids(self) -> tuple[str | None, str | None]:
        """A device and a user: mostly the device's own or none, now and then another."""
        pick = self.random.choice
        device = self.maybe(0.7, pick(list(self.devices)))
        nobody = pick([None, "", " "])
        if device is None:
            return None, self.maybe(0.85, pick(self.users), nobody)
        owner = self.maybe(0.97, self.devices[device], pick(self.users)) or pick(self.users)
        return device, self.maybe(0.6, owner, nobody)

    def email(self, user: str | None) -> str | None:
        """The user's own, or one that others may state too; spelled one way or another."""
        own = self.emails[self.users.index(user)] if user in self.users else None
        email = self.maybe(0.8, own) or self.random.choice(self.emails)
        return self.random.choice([f"{email}@example.com", f" {email.lower()}@Example.com"])

    def traits(self, entity: str, user: str | None) -> dict[str, Any]:
        """What a call states: some attributes, some as null."""
        found = {
            it.name: self.random.choice(WORDS)
            for it in PLAN.attributes[entity]
            # an e-mail of many worlds would tie them together
            if it.name != "email" and self.random.random() < 0.4
        }
        if entity == "organization":
            return found | self.maybe(0.5, {"role": self.random.choice(DIRT["role"])}, {})
        return found | self.maybe(0.6, {"email": self.maybe(0.9, self.email(user))}, {})

    def properties(self, name: str, user: str | None) -> str | None:
        known = PLAN.events.get(PLAN.canonical_names.get(name, ""), [])
        found = {
            key: self.random.choice(DIRT[key])
            for it in known
            for key in it.names
            if key in DIRT and self.random.random() < 0.9
        }
        if any(it.name == "report_id" for it in known) and self.random.random() < 0.97:
            found["report_id"] = self.random.choice(self.id("r", 6))
        if name in ("identify", "group"):
            found = self.traits("user" if name == "identify" else "organization", user)
        if name == "alias":
            earlier = [*self.devices, *self.users, *self.id("x", 3), *BLOCKED, None]
            found["previous_id"] = self.random.choice(earlier)
        broken = self.random.choice(["", "{", "[1]", "null", '"x"', None])
        return self.maybe(0.97, json.dumps(found, ensure_ascii=False), broken)

    def add_copy(self) -> None:
        row = dict(self.random.choice(self.tables["events"]))
        received = moment(row["received_at"]) or moment(row["loaded_at"]) or START
        if self.random.random() < 0.4:
            row["properties"] = self.properties(text_of(row["event_name"]) or "", row["user_id"])
        row["loaded_at"] = self.load(received)
        # never the same times twice: what a digest decides the reference cannot know
        row["received_at"] = iso(received + self.random.randrange(-(10**6), 10**6) * SECOND / 1000)
        self.tables["events"].append(row)

    def add_entities(self, name: str, key: str, ids: list[str], count: int) -> None:
        pick = self.random.choice
        attributes = PLAN.attributes[key.removesuffix("_id")]
        nobody = [None, " ", "null"] if key == "user_id" else [None, " "]
        taken: set[tuple[str | None, datetime | None]] = set()
        for _ in range(count):
            at = self.time()
            row: Row = {key: self.maybe(0.97, pick(ids), pick(nobody))}
            for it in attributes:
                row[it.name] = pick(WORDS)
            if key == "user_id":
                row["email"] = self.maybe(0.8, self.email(row[key]))
            row["updated_at"] = iso(at + pick([0, 0, 0, 30]) * DAY)
            row["deleted_at"] = self.maybe(0.25, iso(at))
            row["loaded_at"] = self.load(at)
            said = (row[key], stated(row))
            if said not in taken:
                taken.add(said)
                self.tables[name].append(row)

    def add_memberships(self) -> None:
        pick, taken = self.random.choice, set()
        for _ in range(14):
            joined, updated = self.time(), self.time()
            row: Row = {
                "user_id": self.maybe(0.97, pick(self.users[:4]), "null"),
                "organization_id": pick(self.id("o", 3)),
                "role": pick(["member", "admin", None]),
                "joined_at": self.maybe(0.97, iso(joined)),
                "left_at": self.maybe(0.4, iso(self.time())),
                "updated_at": iso(updated),
                "loaded_at": self.load(updated),
            }
            for version in range(self.random.choice([1, 1, 2])):
                row = {**row, "updated_at": iso(updated + version * HOUR)}
                spell = (row["user_id"], row["organization_id"], row["joined_at"])
                if (*spell, said_at(row)) not in taken:
                    taken.add((*spell, said_at(row)))
                    self.tables["memberships"].append(row)
                row = {**row, "left_at": iso(self.time()), "role": pick(["member", "owner"])}

    def add_consents(self) -> None:
        pick = self.random.choice
        for _ in range(30):
            at = self.time() - pick([0, 0, 10]) * DAY
            self.tables["consents"].append(
                {
                    "user_id": self.maybe(0.97, pick(self.users), pick(BLOCKED)),
                    "purpose": self.maybe(0.97, pick(["onboarding", "marketing"]), ""),
                    "granted": self.maybe(0.95, pick(["true", "true", "false", "1"]), "perhaps"),
                    "at": self.maybe(0.95, iso(at), "once"),
                    "loaded_at": self.load(at),
                }
            )


def split(tables: Tables, parts: int, chance: random.Random) -> list[Tables]:
    """Deal the rows of all tables out to so many batches, in any order."""
    batches: list[Tables] = [{name: [] for name in RELATIONS} for _ in range(parts)]
    for name in RELATIONS:
        for row in tables[name]:
            chance.choice(batches)[name].append(row)
        for batch in batches:
            chance.shuffle(batch[name])
    return batches


def together(parts: Iterable[Tables]) -> Tables:
    """The rows of all of these, in one set of tables."""
    rows: Tables = {name: [] for name in RELATIONS}
    for part in parts:
        for name in RELATIONS:
            rows[name] += part[name]
    return rows


COLUMNS = {name: list(rows[0]) for name, rows in Dice(0).tables.items()}
"""The columns of each raw table, in the order of a row's values."""


def load_raw(path: Path, tables: dict[str, list[Row]]) -> None:
    """Write raw tables into a DuckDB file, every column text."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw")
        for name, rows in tables.items():
            create_raw(connection, f"raw.{name}", COLUMNS[name])
            append_raw(connection, f"raw.{name}", rows)


def create_raw(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> None:
    """Create an empty raw table, every column text."""
    quoted = [f'"{column}" text' for column in columns]
    connection.execute(f"create table {table} ({', '.join(quoted)})")


def append_raw(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """Append rows to a raw table in one statement."""
    if rows:
        marks = f"({', '.join('?' * len(rows[0]))})"
        connection.execute(
            f"insert into {table} values {', '.join([marks] * len(rows))}",
            [value for row in rows for value in row.values()],
        )
