"""Random graphs of who was seen with what, as raw tables and what the plan says of them."""

import dataclasses
import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from event_reference import Plan, Row
from identity_reference import Identifier, Override
from worlds import COLUMNS, PLAN, RELATIONS, Dice, Tables, iso

START = datetime(2026, 1, 1)
LOADED = datetime(2026, 2, 1)
SHAPES = ("few", "many", "kiosk", "chain", "chain", "household", "hoard")


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
        links, by_alias = self.random.randint(1, 7), self.random.choice([0, 0.5, 1, 1])
        for it in range(links):
            one, other = f"{self.prefix}-a{it}", f"{self.prefix}-a{it + 1}"
            if self.random.random() < by_alias:
                self.alias(one, self.some(0.1, self.users), other)
            else:
                self.identify(None, self.some(0.5, [one, other]), f"{self.prefix}-x{it}")
                self.identify(None, other, f"{self.prefix}-x{it}")
                self.identify(None, other, self.some(0.6, [f"{self.prefix}-x{it + 1}"]))
        if self.random.random() < 0.3:
            self.event(self.users[0], f"{self.prefix}-a{self.random.randrange(links)}")

    def household(self) -> None:
        """Each user has a device and an e-mail; some devices are lent."""
        for number, user in enumerate(self.users):
            own = f"{self.prefix}-a{number}"
            self.state(user, f"{self.prefix}-e{number}@example.com")
            for _ in range(self.random.randint(1, 3)):
                self.event(self.some(0.5, [user]), self.some(0.2, self.devices) or own)

    def hoard(self) -> None:
        """One user with about as many devices and e-mails as one can have, or more."""
        for device in self.ids("a", 8):
            self.event(self.users[0], device)
        for email in self.ids("x", 8):
            self.state(self.users[0], email)
        self.record()

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
        listed = []
        for type_, its in values.items():
            pool = its if len(its) > 1 and self.random.random() < 0.8 else [*its, "unseen"]
            if self.random.random() < 0.7:
                listed += [Identifier(type_, it) for it in self.random.sample(pool, 2)]
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
        if not self.is_planned:
            return PLAN
        limits = {"email": self.random.randint(1, 4), "anonymous_id": self.random.randint(1, 4)}
        overrides = [it for graph in self.graphs for it in graph.overrides if it.identifiers]
        return changed(limits, overrides)


def overridden(world: Dice) -> Plan:
    """The plan, with overrides that join and part users, devices and e-mails of a world."""
    users, devices = ([*it] for it in (world.users, world.devices))
    emails = [f"{it}@example.com".lower() for it in world.emails]
    for values in (users, devices, emails):
        world.random.shuffle(values)
    joined = {"user_id": users[:1], "email": emails[:2], "anonymous_id": devices[:2]}
    parted = {"user_id": users[1:3], "email": emails[2:4], "anonymous_id": devices[2:6]}
    return changed(
        {"email": 4, "anonymous_id": 4},
        [
            Override("one_account", True, [Identifier("user_id", it) for it in users[3:5]]),
            Override("one_person", True, identifiers(joined)),
            Override("not_together", False, identifiers(parted)),
        ],
    )


def identifiers(values: dict[str, list[str]]) -> list[Identifier]:
    return [Identifier(type_, value) for type_, its in values.items() for value in its]


def changed(limits: dict[str, int], overrides: list[Override]) -> Plan:
    """The plan with other limits and with overrides.

    The models are compiled for the plan's own limits: each must be lower by what overrides add.
    """
    types = [
        dataclasses.replace(it, max_per_person=limits.get(it.name, it.max_per_person))
        for it in PLAN.identity.types
    ]
    identity = dataclasses.replace(PLAN.identity, types=types, overrides=overrides)
    return dataclasses.replace(PLAN, identity=identity)
