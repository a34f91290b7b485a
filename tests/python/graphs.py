"""Random graphs of who was seen with what, as raw tables and what the plan says of them."""

import dataclasses
import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from event_reference import Plan, Row
from identity_reference import Identifier, Override
from worlds import COLUMNS, PLAN, RELATIONS, Tables, iso

START = datetime(2026, 1, 1)
LOADED = datetime(2026, 2, 1)
SHAPES = ("few", "many", "kiosk", "chain", "household")


class Graph:
    """The rows of one small graph, whose values all begin alike."""

    def __init__(self, number: int, has_override: bool) -> None:
        self.random = random.Random(number)
        self.prefix = f"g{number}"
        self.tables: Tables = {name: [] for name in RELATIONS}
        self.shape = self.random.choice(SHAPES)
        self.users = self.ids("u", 6)
        self.emails = [f"{it}@example.com" for it in self.ids("e", 5)]
        self.devices = self.ids("a", 8)
        getattr(self, self.shape)()
        self.overrides = [self.override()] if has_override else []

    def ids(self, letter: str, most: int) -> list[str]:
        return [f"{self.prefix}-{letter}{it}" for it in range(self.random.randint(1, most))]

    def time(self) -> datetime:
        """Often the same, so that ties come up."""
        return START + timedelta(hours=self.random.randrange(20))

    def some(self, chance: float, values: list[str]) -> str | None:
        return self.random.choice(values) if self.random.random() < chance else None

    # -- shapes --------------------------------------------------------------------------------

    def few(self) -> None:
        """A handful of records."""
        for _ in range(self.random.randint(1, 6)):
            self.record()

    def many(self) -> None:
        """Much is shared by several."""
        for _ in range(self.random.randint(10, 30)):
            self.record()

    def kiosk(self) -> None:
        """One device that everybody uses, and each has another of their own."""
        self.visitors = [f"{self.prefix}-u{it}" for it in range(self.random.randint(2, 12))]
        for user in self.visitors:
            self.event(user, f"{self.prefix}-kiosk")
            self.event(user, f"{self.prefix}-of-{user}")
        self.record()

    def chain(self) -> None:
        """Devices that follow one another, known by aliases or by e-mails."""
        links = self.random.randint(1, 9)
        for it in range(links):
            one, other = f"{self.prefix}-a{it}", f"{self.prefix}-a{it + 1}"
            if self.random.random() < 0.5:
                self.alias(one, self.some(0.2, self.users), other)
            else:
                email = f"{self.prefix}-chain{it}@example.com"
                self.identify(None, one, email)
                self.identify(None, other, email)
        self.event(self.some(0.5, self.users), f"{self.prefix}-a{self.random.randrange(links)}")

    def household(self) -> None:
        """Each user has a device and an e-mail; some devices are lent."""
        for number, user in enumerate(self.users):
            own = f"{self.prefix}-a{number}"
            self.state(user, f"{self.prefix}-e{number}@example.com")
            for _ in range(self.random.randint(1, 3)):
                self.event(self.some(0.5, [user]), self.some(0.2, self.devices) or own)

    # -- rows ----------------------------------------------------------------------------------

    def record(self) -> None:
        """One record of any kind."""
        user, device = self.some(0.6, self.users), self.some(0.7, self.devices)
        match self.random.randrange(8):
            case 0 | 1 | 2:
                self.event(user, device)
            case 3 | 4:
                self.identify(user, device, self.some(0.8, self.emails))
            case 5:
                self.state(user or "null", self.some(0.8, self.emails))
            case 6:
                self.alias(self.random.choice([*self.users, *self.devices]), user, device)
            case _:
                self.add("memberships", user_id=user, joined_at=iso(self.time()))

    def event(self, user: str | None, device: str | None) -> None:
        self.call("page_viewed", user, device, {})

    def identify(self, user: str | None, device: str | None, email: str | None) -> None:
        self.call("identify", user, device, {"email": email})

    def alias(self, previous_id: str, user: str | None, device: str | None) -> None:
        self.call("alias", user, device, {"previous_id": previous_id})

    def call(self, name: str, user: str | None, device: str | None, said: dict[str, Any]) -> None:
        at = iso(self.time())
        self.add(
            "events",
            event_id=f"{self.prefix}-{len(self.tables['events'])}",
            event_name=name,
            user_id=user,
            anonymous_id=device,
            original_timestamp=at,
            received_at=at,
            properties=json.dumps(said),
        )

    def state(self, user: str | None, email: str | None) -> None:
        self.add("users", user_id=user, email=email, updated_at=iso(self.time()))

    def add(self, table: str, **values: str | None) -> None:
        row: Row = {**dict.fromkeys(COLUMNS[table]), "loaded_at": iso(LOADED), **values}
        self.tables[table].append(row)

    # -- what the plan says --------------------------------------------------------------------

    def override(self) -> Override:
        """One for any values, at most two of a type, one of which may be seen nowhere."""
        values = {"user_id": self.users, "email": self.emails, "anonymous_id": self.devices}
        listed = [
            Identifier(type_, value)
            for type_, its in values.items()
            for value in self.random.sample([*its, f"{self.prefix}-unseen"], 2)
            if self.random.random() < 0.7
        ]
        self.random.shuffle(listed)
        is_include = self.random.random() < 0.5
        return Override(f"override_{self.prefix}", is_include, listed)


@dataclass
class GraphWorld:
    """Many graphs in one set of tables, and a plan for them."""

    number: int
    tables: Tables = field(default_factory=lambda: {name: [] for name in RELATIONS})
    graphs: list[Graph] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.number)
        # every other world has a plan of its own
        self.is_planned = self.number % 2 == 1
        for it in range(50):
            graph = Graph(50 * self.number + it, self.is_planned and it % 2 == 1)
            self.graphs.append(graph)
            for name, rows in graph.tables.items():
                self.tables[name] += rows
        self.plan = self.make_plan()

    def make_plan(self) -> Plan:
        """The plan, in every other world with lower limits and with overrides."""
        overrides = [it for graph in self.graphs for it in graph.overrides if it.identifiers]
        limits = {
            # no longer than the steps that the models are compiled with
            it.name: self.random.randint(1, 4) if self.is_planned else it.max_per_person
            for it in PLAN.identity.types
        } | {"user_id": 1}
        types = [
            dataclasses.replace(it, max_per_person=limits[it.name]) for it in PLAN.identity.types
        ]
        identity = dataclasses.replace(PLAN.identity, types=types, overrides=overrides)
        return dataclasses.replace(PLAN, identity=identity)
