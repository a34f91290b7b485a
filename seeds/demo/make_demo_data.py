"""Write the demo seeds: invented raw data of a B2B SaaS, 2026-01-01 to 2026-03-31.

    python seeds/demo/make_demo_data.py [--out DIR]

First a healthy world is told (build_world, hold_sessions). Then every method of Dirt runs, in the
order written, and adds one kind of dirt. The same bytes come out every time.

Kinds of dirt, in this order:
  names, ids   renamed, misspelt, padded, unplanned, missing names; missing, blank or padded ids
  copies       redelivered in the same load or a later one, received earlier, exact, conflicting
  payloads     broken, null or odd JSON; values of a wrong type or range
  times        unreadable or missing, wrong clocks, offline queues, offsets, late and odd loads
  reports      deleted before the create, twice, restored, never created, moved, ambiguous owner
  memberships  left without join, joined twice, joined and left at once, orphans
  entities     e-mail changed or cleared, deleted, revived, reloaded, tied versions, odd values
"""

import argparse
import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Cell = str | None
Row = dict[str, Cell]
Spell = tuple[str, str, datetime, datetime]  # user, organization, joined, left (END: stays)

EVENT = "event_id event_name anonymous_id user_id organization_id original_timestamp sent_at "
EVENT += "received_at loaded_at properties context"
USER = "user_id email name phone job_title country created_at updated_at deleted_at loaded_at"
ORGANIZATION = "organization_id name industry plan_tier number_of_employees parent_organization_id "
ORGANIZATION += "created_at updated_at deleted_at loaded_at"
MEMBERSHIP = "user_id organization_id role joined_at left_at updated_at loaded_at"
CLOCKS = ("original_timestamp", "sent_at", "received_at")

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
TEAMS = (3, 12, 5, 9, 6, 14, 4, 8, 7, 10, 6, 9, 3, 11, 5, 8, 7, 10, 6, 9, 4, 8)  # users who join
IN_TWO = 10  # in so many organizations the second member also joins the next organization
LONERS, VISITORS = 6, 40  # users that only dirt uses; people who never sign up
TABLE_SHARE, EXPLICIT_SHARE = 0.6, 0.5
PARENTS = {"o-05": "o-01", "o-09": "o-02"}
BORROWED_DEVICES = {"u-008": "u-007", "u-024": "u-023", "u-040": "u-039", "u-066": "u-065"}
DELETED_USERS, CLOSED_ORGANIZATION, GONE = ("u-020", "u-029"), "o-20", "03-12"

FIRST_NAMES = "Ada Ben Cleo Dev Edda Finn Gwen Hugo Ines Jun Kofi Lena Milo Nora Omar Pia"
LAST_NAMES = "Abara Brandt Castel Duarte Ekman Farrow Grove Hale Ito Jansen Kaur Lund Moss Novak"
BRANDS, TRADES = "Amber Birch Cobalt Delta Ember Fjord", "Labs Works Trade Care"
INDUSTRIES, TIERS = "software retail health logistics education", "team enterprise"
JOBS, COUNTRIES = "analyst engineer designer manager director", "DE US FR IN BR JP"
LAYOUTS, GENRES = "chart table map", "jazz rock pop classical electronic"
PAGES = (("/", "Home"), ("/pricing", "Pricing"), ("/docs", "Docs"), ("/help", "Help"))
ARTISTS = ("Paper Kite Club", "Low Tide", "Ana Vale", "The Lanterns")
CONTEXTS = [{"app": {"version": v}, "os": o} for v in ("2.0.3", "2.1.0") for o in ("ios", "web")]
ACTIONS = ["browse"] * 6 + ["view"] * 10 + ["listen"] * 7 + ["create"] * 3 + ["shop", "delete"]


def at(text: str) -> datetime:
    """Read a moment of the story, such as "02-10 09:30"."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def iso(moment: datetime) -> str:
    """Write a moment as the sources do, with milliseconds and Z."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def load_after(moment: datetime) -> str:
    """Name the load that brings what was received at this moment: 06:00 on the next day."""
    return f"{(moment + timedelta(days=1)).date()}T06:00:00Z"


def compact(value: object) -> str:
    """Write JSON with sorted keys and no spaces."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def own_device(user: str) -> str:
    """Name the device that a user signed up on."""
    return f"a-0{user[2:]}"


def shift(row: Row, *columns: str, **duration: float) -> None:
    """Move the given times of a healthy row."""
    for column in columns:
        text = iso(datetime.fromisoformat(row[column] or "") + timedelta(**duration))
        row[column] = text.replace(".000Z", "Z") if column == "loaded_at" else text


def change(row: Row, **properties: object) -> None:
    """Set properties of a healthy event; None takes one away."""
    changed = json.loads(row["properties"] or "") | properties
    row["properties"] = compact({key: value for key, value in changed.items() if value is not None})


def add_row(rows: list[Row], columns: str, *cells: Cell) -> Row:
    """Add a row; the cells come in the order of the columns."""
    rows.append(dict(zip(columns.split(), cells, strict=True)))
    return rows[-1]


def revise(rows: list[Row], entity_id: str, moment: datetime, **cells: Cell) -> None:
    """Add a later version of the latest row of an entity; the first column is the id."""
    latest = [row for row in rows if next(iter(row.values())) == entity_id][-1]
    rows.append(latest | {"updated_at": iso(moment), "loaded_at": load_after(moment)} | cells)


class Dice:
    """Choices that rest on random() alone, so that every Python makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        """Say yes with this probability."""
        return self.random() < probability

    def integer(self, low: int, high: int) -> int:
        """Choose a number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def choice(self, values: Sequence[T]) -> T:
        """Choose one of the values."""
        return values[self.integer(0, len(values) - 1)]

    def word(self, words: str) -> str:
        """Choose one word of a text."""
        return self.choice(words.split())

    def later(self, moment: datetime, low_minutes: float, high_minutes: float) -> datetime:
        """Choose a moment so many minutes later, or earlier if they are negative."""
        low, high = round(low_minutes * 60_000), round(high_minutes * 60_000)
        return moment + timedelta(milliseconds=self.integer(low, high))


@dataclass
class World:
    """Everything told so far."""

    dice: Dice = field(default_factory=lambda: Dice(2026))
    events: list[Row] = field(default_factory=list)
    users: list[Row] = field(default_factory=list)
    organizations: list[Row] = field(default_factory=list)
    memberships: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    clean: list[Row] = field(default_factory=list)  # events that dirt may still take
    spells: list[Spell] = field(default_factory=list)
    team: dict[str, list[str]] = field(default_factory=dict)  # by organization, owner first
    signed_up: dict[str, datetime] = field(default_factory=dict)
    loners: list[str] = field(default_factory=list)
    # organization, whether it is live, and since when, by report
    reports: dict[str, tuple[str, bool, datetime]] = field(default_factory=dict)

    def tell(self, name: str, moment: datetime, *ids: Cell, **properties: object) -> Row:
        """Add an event as a healthy device sends it; ids are of device, user, organization."""
        original = self.dice.later(moment, -0.005, 0.005)
        sent = self.dice.later(original, 0.001, 0.025)
        received = self.dice.later(moment + (sent - original), 0.0005, 0.003)
        times = (iso(original), iso(sent), iso(received), load_after(received))
        context = compact(self.dice.choice(CONTEXTS)) if self.dice.chance(0.8) else None
        cells = (f"e-{len(self.events) + 1:06}", name, *ids, *times, compact(properties), context)
        return add_row(self.events, EVENT, *cells)

    def browse(self, moment: datetime, *ids: Cell) -> None:
        """Tell of a page view."""
        path, title = self.dice.choice(PAGES)
        self.tell("page_viewed", moment, *ids, path=path, title=title)

    def play(self, moment: datetime, genre: str, *ids: Cell) -> None:
        """Tell of a track played."""
        track, artist = f"t-{self.dice.integer(1, 60):03}", self.dice.choice(ARTISTS)
        self.tell("track_played", moment, *ids, track_id=track, genre=genre, artist=artist)

    def take(self, name: str, count: int, after: str = "01", before: str = "04") -> list[Row]:
        """Take clean events of signed-in users, spread over time; nothing is taken twice."""
        named = [row for row in self.clean if row["event_name"] == name and row["user_id"]]
        found = [r for r in named if f"2026-{after}" < (r["received_at"] or "") < f"2026-{before}"]
        taken = [found[(2 * number + 1) * len(found) // (2 * count)] for number in range(count)]
        self.clean = [row for row in self.clean if row not in taken]
        return taken

    def spoil(self, name: str, count: int, **cells: Cell) -> None:
        """Overwrite cells of some clean events."""
        for row in self.take(name, count):
            row.update(cells)

    def copy(self, row: Row, seconds: float = 0, days: float = 0) -> Row:
        """Add a copy of an event that was received, and by days also loaded, so much later."""
        self.events.append(dict(row))
        shift(self.events[-1], "received_at", seconds=seconds, days=days)
        shift(self.events[-1], "loaded_at", days=days)
        return self.events[-1]

    def tell_report(self, report: str, user: str, organization: Cell, *steps: str) -> list[Row]:
        """Tell what a user does with a report, in steps such as "created 03-02 09:00"."""
        told, ids = [], (own_device(user), user, organization)
        for name, moment in (step.split(" ", 1) for step in steps):
            layout = {"layout": "chart"} if name == "created" else {}
            told.append(self.tell(f"report_{name}", at(moment), *ids, report_id=report, **layout))
        return told


def add_user(world: World, moment: datetime, source: str, inviter: Row | None = None) -> str:
    """Let a visitor browse and sign up; every third one changes the job later."""
    dice, number = world.dice, len(world.signed_up) + 1
    user, first, last = f"u-{number:03}", dice.word(FIRST_NAMES), dice.word(LAST_NAMES)
    email = f"{first}.{last}.{number}@example.{dice.word('com org net')}".lower()
    phone = f"+1-555-01{number // 2:02}" if number % 2 else None
    profile = (email, f"{first} {last}", phone, dice.word(JOBS), dice.word(COUNTRIES))
    times = (iso(moment), iso(moment), None, load_after(moment))
    add_row(world.users, USER, user, *profile, *times)
    if number % 3 == 0:
        revise(world.users, user, dice.later(moment, 2000, 20_000), job_title=dice.word(JOBS))
    if inviter:
        ids = (None, inviter["user_id"], inviter["organization_id"])
        world.tell("invitation_sent", dice.later(moment, -50, -40), *ids, invited_email=email)
    for _ in range(dice.integer(0, 3)):
        world.browse(dice.later(moment, -30, -2), own_device(user), None, None)
    signup = {"signup_source": source, "email": email}
    world.tell("user_signed_up", moment, own_device(user), user, None, **signup)
    world.signed_up[user] = moment
    return user


def add_organization(world: World, number: int, moment: datetime) -> Row:
    """Let a new user create an organization; every second one buys a plan later."""
    dice, organization = world.dice, f"o-{number:02}"
    owner = add_user(world, dice.later(moment, -40, -20), dice.word("organic advertisement"))
    name, industry = f"{dice.word(BRANDS)} {dice.word(TRADES)} {number}", dice.word(INDUSTRIES)
    profile = (name, industry, "free", str(dice.integer(5, 900)), PARENTS.get(organization))
    times = (iso(moment), iso(moment), None, load_after(moment))
    add_row(world.organizations, ORGANIZATION, organization, *profile, *times)
    if number % 2 == 0:
        tier, bought = dice.word(TIERS), dice.later(moment, 9000, 20_000)
        revise(world.organizations, organization, bought, plan_tier=tier)
    world.team[organization] = [owner]
    ids = (own_device(owner), owner, organization)
    return world.tell("organization_created", moment, *ids, industry=industry)


def join(world: World, user: str, organization: str, moment: datetime, rank: int) -> None:
    """Let a user join for good, or leave, or leave and come back; a table or events tell of it."""
    dice, left = world.dice, END
    if rank > 2 and dice.chance(0.25):
        left = min(dice.later(moment, 14_000, 50_000), END)
    spells = [(user, organization, moment, left)]
    if left < at("03-15") and dice.chance(0.5):
        spells.append((user, organization, dice.later(left, 7000, 16_000), END))
    state = state_in_table if dice.chance(TABLE_SHARE) else state_in_events
    for spell in spells:
        world.spells.append(spell)
        promoted = dice.later(spell[2], 2000, 14_000) if rank and dice.chance(0.15) else END
        state(world, spell, "member" if rank else "owner", promoted)


def state_in_table(world: World, spell: Spell, role: str, promoted: datetime) -> None:
    """State a spell in the membership table, again when the user leaves or the role changes."""
    user, organization, joined, left = spell
    cells = (role, iso(joined), None, iso(joined), load_after(joined))
    add_row(world.memberships, MEMBERSHIP, user, organization, *cells)
    if left < END:
        revise(world.memberships, user, left, left_at=iso(left))
    elif promoted < END:
        revise(world.memberships, user, promoted, role="admin")


def state_in_events(world: World, spell: Spell, role: str, promoted: datetime) -> None:
    """Tell of a spell by events only, which a server sends without a device."""
    user, organization, joined, left = spell
    ids, role = (None, user, organization), "admin" if role == "owner" else role
    world.tell("organization_joined", joined + timedelta(seconds=20), *ids, role=role)
    if left < END:
        world.tell("organization_left", left, *ids)
    elif promoted < END:
        world.tell("member_role_changed", promoted, *ids, role="admin")


def build_world(world: World) -> None:
    """Add an organization every second day with its team, then loners and visitors."""
    dice = world.dice
    for number, size in enumerate(TEAMS, start=1):
        created = dice.later(START + timedelta(days=2 * number - 2, hours=9), 0, 150)
        creation, organization = add_organization(world, number, created), f"o-{number:02}"
        join(world, world.team[organization][0], organization, created, 0)
        for rank in range(1, size):
            moment = dice.later(created, 60, 480) + timedelta(days=dice.integer(0, 28))
            source = dice.word("invitation invitation organic advertisement")
            user = add_user(world, moment, source, creation if source == "invitation" else None)
            world.team[organization].append(user)
            join(world, user, organization, dice.later(moment, 3, 1500), rank)
    for number in range(1, IN_TWO + 1):
        user = world.team[f"o-{number:02}"][1]
        join(world, user, f"o-{number + 1:02}", dice.later(at("02-20"), 0, 9000), 1)
    world.loners = [add_user(world, at(f"02-0{n + 1} 09:00"), "organic") for n in range(LONERS)]
    for number in range(1, VISITORS + 1):
        moment = START + timedelta(days=dice.integer(0, 89), hours=dice.integer(7, 20))
        for _ in range(dice.integer(1, 5)):
            world.browse(dice.later(moment, 0, 25), f"a-2{number:03}", None, None)


def hold_sessions(world: World) -> None:
    """Let the users come back on some days, told in the order of time."""
    dice, sessions = world.dice, []
    gone = (*DELETED_USERS, *world.team[CLOSED_ORGANIZATION])
    for user, signed_up in world.signed_up.items():
        first_day = signed_up.replace(hour=0, minute=0, second=0, microsecond=0)
        days = ((at(GONE) if user in gone else END) - first_day).days - 1
        for _ in range(0 if user in world.loners else dice.integer(2, 4)):
            day = first_day + timedelta(days=dice.integer(1, days))
            sessions.append((dice.later(day, 7 * 60, 20 * 60), user))
    for moment, user in sorted(sessions):
        hold_session(world, user, moment)


def hold_session(world: World, user: str, moment: datetime) -> None:
    """Log in, sometimes after a look around, and do a few things for one organization."""
    dice, device = world.dice, own_device(user)
    if user in BORROWED_DEVICES and dice.chance(0.7):
        device = own_device(BORROWED_DEVICES[user])
    elif user.endswith("5") and dice.chance(0.4):  # these users have a second device
        device = f"a-1{user[2:]}"
    spells = [spell[1:] for spell in world.spells if spell[0] == user]
    homes = [where for where, joined, left in spells if joined < moment < left]
    home = dice.choice(homes) if homes else None
    if dice.chance(0.3):
        world.browse(dice.later(moment, -4, -1), device, None, None)
    method = dice.word("password sso")
    world.tell("user_logged_in", moment, device, user, None, method=method)
    for _ in range(dice.integer(2, 7)):
        moment = dice.later(moment, 1, 9)
        explicit = home if dice.chance(EXPLICIT_SHARE) else None
        act(world, dice.choice(ACTIONS), moment, home, device, user, explicit)


def act(world: World, action: str, moment: datetime, home: Cell, *ids: Cell) -> None:
    """Do one thing, or browse where it can't be done."""
    dice, known = world.dice, world.reports.items()
    owned = [(key, live) for key, (owner, live, since) in known if owner == home and since < moment]
    live, gone = [key for key, live in owned if live], [key for key, live in owned if not live]
    if action == "create" and home:
        report, layout = f"r-{len(known) + 1:04}", dice.word(LAYOUTS)
        world.reports[report] = (home, True, moment)
        world.tell("report_created", moment, *ids, report_id=report, layout=layout)
    elif action == "view" and live:
        report, seconds = dice.choice(live), dice.integer(800, 240_000) / 1000
        world.tell("report_viewed", moment, *ids, report_id=report, duration_seconds=seconds)
    elif action == "delete" and home and owned:
        report = dice.choice(gone if gone and (not live or dice.chance(0.4)) else live)
        world.reports[report] = (home, report in gone, moment)
        name = "report_restored" if report in gone else "report_deleted"
        world.tell(name, moment, *ids, report_id=report)
    elif action == "listen":
        world.play(moment, dice.word(GENRES), *ids)
    elif action == "shop":
        shop(world, moment, *ids)
    else:
        world.browse(moment, *ids)


def shop(world: World, moment: datetime, *ids: Cell) -> None:
    """Fill a cart, sometimes take something out, and mostly order; prices are text or numbers."""
    dice, products, cents = world.dice, [], 0
    for _ in range(dice.integer(1, 3)):
        product, quantity = dice.integer(1, 40), dice.integer(1, 4)
        price = 490 + 250 * product
        stated = f"{price / 100:.2f}" if dice.chance(0.4) else price / 100
        item = {"product_id": f"p-{product:03}", "quantity": quantity}
        moment += timedelta(seconds=20)
        world.tell("product_added", moment, *ids, price=stated, **item)
        if dice.chance(0.15):
            world.tell("product_removed", moment + timedelta(seconds=9), *ids, **item)
        else:
            products.append(item["product_id"])
            cents += price * quantity
    if products and dice.chance(0.7):
        moment += timedelta(seconds=20)
        ordered_at = iso(moment + timedelta(hours=1)).replace("Z", "+01:00")
        order = {"order_id": f"order-{len(world.events):04}", "ordered_at": ordered_at}
        world.tell("order_completed", moment, *ids, total=cents / 100, products=products, **order)


class Dirt(World):
    """A world in which every method adds one kind of dirt, to rows it takes or to rows it adds."""

    # names and ids

    def renamed_property(self) -> None:
        """Call layout report_type before February."""
        for row in self.events:
            if row["event_name"] == "report_created" and (row["received_at"] or "") < "2026-02":
                change(row, layout=None, report_type=json.loads(row["properties"] or "")["layout"])

    def renamed_event(self) -> None:
        """Call user_signed_up signup in the first ten days."""
        for row in self.events:
            if row["event_name"] == "user_signed_up" and (row["received_at"] or "") < "2026-01-11":
                row["event_name"] = "signup"

    def odd_names(self) -> None:
        """Misspell a name, change its case or separators, put spaces around it, or leave it out."""
        self.spoil("report_created", 3, event_name="report_craeted")
        self.spoil("report_created", 3, event_name="Report Created")
        self.spoil("track_played", 3, event_name="TRACK_PLAYED")
        for name in ("page-viewed", " page_viewed ", None):
            self.spoil("page_viewed", 3, event_name=name)

    def unplanned_event(self) -> None:
        """Send an event that no plan knows."""
        user = self.team["o-04"][0]
        for day in range(1, 21):
            ids = (own_device(user), user, "o-04")
            self.tell("report_exported", at(f"03-{day:02} 11:00"), *ids, report_id="r-0004")

    def missing_event_ids(self) -> None:
        """Leave out event_id or blank it; two of the rows without one have equal content."""
        self.spoil("page_viewed", 3, event_id="  ")
        rows = self.take("page_viewed", 3)
        for row in rows:
            row["event_id"] = None
        self.copy(rows[0], seconds=45)

    def odd_user_ids(self) -> None:
        """Blank user_id, put spaces around it, or give neither user_id nor anonymous_id."""
        self.spoil("page_viewed", 3, user_id="  ")
        self.spoil("page_viewed", 3, user_id=None, anonymous_id=None)
        for row in self.take("report_viewed", 3):
            row["user_id"] = f" {row['user_id']} "

    # copies

    def copies_in_the_same_load(self) -> None:
        """Redeliver half a minute later, in the same load."""
        for row in self.take("page_viewed", 5):
            self.copy(row, seconds=30)

    def copies_in_a_later_load(self) -> None:
        """Redeliver one to sixty days later."""
        rows = self.take("track_played", 4, before="01-28")
        for row, days in zip(rows, (1, 2, 7, 60), strict=True):
            self.copy(row, days=days)

    def copies_received_earlier(self) -> None:
        """Load a copy a day later, although it was received a minute earlier."""
        for row in self.take("report_viewed", 3, before="03-25"):
            shift(self.copy(row, seconds=-60), "loaded_at", days=1)

    def exact_copies(self) -> None:
        """Repeat a row, equal in every column."""
        self.events.extend(dict(row) for row in self.take("user_logged_in", 4))

    def conflicting_copies(self) -> None:
        """Use an event_id again with other properties."""
        for row in self.take("report_viewed", 4):
            change(self.copy(row, seconds=90), duration_seconds=999.5)

    # payloads

    def broken_json(self) -> None:
        """Cut JSON in the middle, or put a bare word, an array or nothing in place of an object."""
        for row in self.take("track_played", 3):
            row["properties"] = (row["properties"] or "")[:25]
        self.spoil("track_played", 3, properties="jazz")
        self.spoil("track_played", 3, properties='["jazz","rock"]')
        self.spoil("page_viewed", 3, properties=None)
        self.spoil("page_viewed", 3, context='{"app":{"ver')

    def odd_values(self) -> None:
        """Leave out a property, or put it outside its list, range, type or pattern."""
        for name, odd in (
            ("report_created", {"report_id": None}),
            ("report_created", {"layout": "pivot"}),
            ("report_viewed", {"duration_seconds": -4.5}),
            ("product_added", {"quantity": "two"}),
            ("product_added", {"quantity": "3"}),
            ("product_added", {"quantity": -1}),
            ("product_added", {"price": "n/a"}),
            ("product_added", {"product_id": "SKU 12"}),
        ):
            for row in self.take(name, 3, after="02-01"):
                change(row, **odd)

    # times

    def unreadable_times(self) -> None:
        """Write times that are not times; the last row has no usable time of arrival at all."""
        self.spoil("page_viewed", 2, original_timestamp="yesterday")
        self.spoil("page_viewed", 2, original_timestamp="2026-02-30T10:00:00Z")
        self.spoil("page_viewed", 2, sent_at="soon")
        self.spoil("page_viewed", 2, received_at="n/a")
        self.spoil("page_viewed", 1, received_at="n/a", loaded_at="pending")

    def missing_times(self) -> None:
        """Leave out original_timestamp or sent_at."""
        self.spoil("page_viewed", 3, original_timestamp=None)
        self.spoil("page_viewed", 6, sent_at=None)

    def wrong_clocks(self) -> None:
        """Set device clocks two hours fast, and one nine years behind."""
        rows = self.take("track_played", 5)
        for row, days in zip(rows, (2 / 24, 2 / 24, 2 / 24, 2 / 24, -9 * 365), strict=True):
            shift(row, "original_timestamp", "sent_at", days=days)

    def absurd_originals(self) -> None:
        """Date events 2033 or 1970, without the sent_at that could correct it."""
        self.spoil("page_viewed", 2, original_timestamp="2033-05-01T12:00:00.000Z", sent_at=None)
        self.spoil("page_viewed", 2, original_timestamp="1970-01-01T00:00:00.000Z", sent_at=None)

    def sent_before_original(self) -> None:
        """Let a device say that it sent the event before it happened."""
        for row in self.take("page_viewed", 3):
            shift(row, "sent_at", hours=-2)

    def offline_queue(self) -> None:
        """Keep events on the device for two days; its clock is right."""
        for row in self.take("report_viewed", 4, after="02-01"):
            shift(row, "original_timestamp", days=-2)

    def offsets(self) -> None:
        """Write the same moments with an offset, or with none, which means UTC."""
        hours = {"+05:30": 5.5, "-08:00": -8, "+0200": 2, "+14:00": 14, "": 0}
        for offset in hours:
            for row in self.take("page_viewed", 3):
                shift(row, *CLOCKS, hours=hours[offset])
                row.update({column: (row[column] or "").replace("Z", offset) for column in CLOCKS})

    def late_loads(self) -> None:
        """Load events up to forty days after they happened."""
        rows = self.take("report_viewed", 5, before="02-15")
        for row, days in zip(rows, (1, 5, 15, 30, 39), strict=True):
            shift(row, "loaded_at", days=days)

    def odd_loads(self) -> None:
        """Let one load run late, and one fail, so that the next brings two days."""
        loads = {"2026-02-18T06:00:00Z": "2026-02-18T11:42:10.250Z"}
        loads["2026-02-25T06:00:00Z"] = "2026-02-26T06:00:00Z"
        for row in self.events:
            row["loaded_at"] = loads.get(row["loaded_at"] or "", row["loaded_at"])

    # reports

    def deleted_before_late_create(self) -> None:
        """Receive a create after the delete, although it happened before."""
        steps = ("created 03-02 09:00", "deleted 03-03 09:00")
        created, _ = self.tell_report("r-9001", self.team["o-01"][0], "o-01", *steps)
        shift(created, "sent_at", "received_at", "loaded_at", days=2)

    def created_or_deleted_twice(self) -> None:
        """Create twice or delete twice, each time with an event_id of its own."""
        owner = self.team["o-01"][0]
        self.tell_report("r-9002", owner, "o-01", "created 03-02 09:10", "created 03-02 09:20")
        steps = ("created 03-02 10:00", "deleted 03-03 10:00", "deleted 03-04 10:00")
        self.tell_report("r-9003", owner, "o-01", *steps)

    def restored(self) -> None:
        """Delete and restore."""
        steps = ("created 03-02 11:00", "deleted 03-03 11:00", "restored 03-04 11:00")
        self.tell_report("r-9004", self.team["o-01"][0], "o-01", *steps)

    def never_created(self) -> None:
        """Restore or delete what nobody created."""
        self.tell_report("r-9005", self.team["o-01"][0], "o-01", "restored 03-04 11:30")
        self.tell_report("r-9006", self.team["o-01"][0], "o-01", "deleted 03-04 12:00")

    def moved(self) -> None:
        """Move reports to the other organization of their creator; the last one moves back."""
        for number in range(1, 5):
            report, user = f"r-901{number}", self.team[f"o-0{number}"][1]
            self.tell_report(report, user, f"o-0{number}", "created 03-05 09:00")
            self.tell_report(report, user, f"o-0{number + 1}", "moved 03-06 09:00")
        self.tell_report("r-9014", user, "o-04", "moved 03-07 09:00")

    def without_organization(self) -> None:
        """Name no organization, as a member of two (ambiguous) and as a member of one."""
        steps = ("created 03-08 09:00", "viewed 03-08 09:05")
        self.tell_report("r-9020", self.team["o-03"][1], None, *steps)
        self.tell_report("r-9021", self.team["o-06"][0], None, *steps)

    def creator_leaves(self) -> None:
        """Leave the organization after creating reports in it."""
        user = self.loners[0]
        self.tell("organization_joined", at("03-01 09:00"), None, user, "o-07", role="member")
        self.tell_report("r-9030", user, "o-07", "created 03-02 13:00")
        self.tell_report("r-9031", user, None, "created 03-02 14:00")
        self.tell("organization_left", at("03-16 09:00"), None, user, "o-07")

    # memberships and people

    def left_without_join(self) -> None:
        """Leave an organization without having joined it."""
        self.tell("organization_left", at("03-09 09:00"), None, self.loners[1], "o-08")

    def joined_twice(self) -> None:
        """Join twice, leave once, join again."""
        ids = (None, self.loners[2], "o-08")
        for moment in ("03-01 10:00", "03-02 10:00", "03-20 10:00"):
            self.tell("organization_joined", at(moment), *ids, role="member")
        self.tell("organization_left", at("03-12 10:00"), *ids)

    def joined_and_left_at_once(self) -> None:
        """Join and leave at the same instant."""
        ids = (None, self.loners[3], "o-08")
        joined = self.tell("organization_joined", at("03-03 10:00"), *ids, role="member")
        left = self.tell("organization_left", at("03-03 10:00"), *ids)
        left.update({column: joined[column] for column in CLOCKS})

    def tied_tastes(self) -> None:
        """Play a tie of jazz and rock (jazz is preferred), and a single rock (no preference)."""
        for user, genres in zip(self.loners[4:], ("jazz rock rock jazz pop", "rock"), strict=True):
            for hour, genre in enumerate(genres.split(), start=10):
                self.play(at(f"03-10 {hour}:00"), genre, own_device(user), user, None)

    def orphans(self) -> None:
        """Name a user and an organization without an entity row, in memberships and events."""
        user, joined = self.loners[-1], at("02-10 08:00")
        for ids in ((user, "o-97"), ("u-997", "o-08")):
            times = (iso(joined), None, iso(joined), load_after(joined))
            add_row(self.memberships, MEMBERSHIP, *ids, "member", *times)
        self.browse(at("03-11 08:00"), own_device(user), user, "o-98")
        self.browse(at("03-11 08:10"), "a-0998", "u-998", None)

    # entity rows

    def changed_emails(self) -> None:
        """Change an e-mail while the id stays, and clear one."""
        revise(self.users, "u-005", at("03-04 09:00"), email="new.address.5@example.org")
        revise(self.users, "u-006", at("03-04 10:00"), email=None)

    def deleted_entities(self) -> None:
        """Delete two users, of whom one comes back, and an organization."""
        deleted = at(f"{GONE} 09:00")
        for user in DELETED_USERS:
            revise(self.users, user, deleted, deleted_at=iso(deleted))
        revise(self.users, DELETED_USERS[-1], at("03-24 09:00"), deleted_at=None)
        revise(self.organizations, CLOSED_ORGANIZATION, deleted, deleted_at=iso(deleted))

    def reloaded_rows(self) -> None:
        """Load a version again, with nothing new but loaded_at."""
        for rows in (self.users, self.organizations, self.memberships):
            rows.append(rows[7] | {"loaded_at": "2026-03-20T06:00:00Z"})

    def tied_versions(self) -> None:
        """State two versions with the same updated_at and other content."""
        for job, tier in (("analyst", "team"), ("designer", "enterprise")):
            revise(self.users, "u-012", at("03-06 10:00"), job_title=job)
            revise(self.organizations, "o-03", at("03-06 10:00"), plan_tier=tier)

    def odd_entity_values(self) -> None:
        """State a change in 2033, an unreadable created_at, a blank id, values of a wrong kind."""
        noon = at("03-07 12:00")
        revise(self.users, "u-014", noon, updated_at="2033-01-01T00:00:00.000Z", country="US")
        revise(self.users, "u-015", noon, created_at="unknown")
        revise(self.users, "u-016", noon, user_id="  ")
        revise(self.organizations, "o-07", noon, number_of_employees="about 50")
        revise(self.organizations, "o-11", noon, plan_tier="gold")


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows in the order of their loads, and say what was written."""
    ordered = sorted(rows, key=lambda r: (r["loaded_at"] or "", r.get("received_at") or ""))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")


def ask_for_consent(world: World) -> None:
    """Ask most people for two purposes, some of whom change their mind; a few rows are dirty."""
    dice = Dice(2027)
    for user, signed_up in sorted(world.signed_up.items()):
        for purpose in ("onboarding", "marketing"):
            if dice.integer(1, 10) > 8:
                continue
            moment = dice.later(signed_up, 1, 10)
            is_granted = dice.integer(1, 10) <= 7
            consent(world, user, purpose, is_granted, moment)
            if dice.integer(1, 10) == 1:
                consent(world, user, purpose, not is_granted, dice.later(moment, 1440, 40000))
    rows = world.consents
    rows.append(dict(rows[3]))
    rows.append({**rows[5], "granted": "perhaps"})
    rows.append({**rows[6], "at": "once"})
    rows.append({**rows[7], "user_id": ""})
    # yes and no at one moment
    rows.append({**rows[8], "granted": "false" if rows[8]["granted"] == "true" else "true"})


def consent(world: World, user: str, purpose: str, is_granted: bool, moment: datetime) -> None:
    """Add what somebody says of a purpose, loaded the next morning."""
    loaded = datetime.combine(moment.date(), datetime.min.time()) + timedelta(days=1, hours=6)
    values = (user, purpose, str(is_granted).lower(), iso(moment), f"{loaded.isoformat()}Z")
    names = ("user_id", "purpose", "granted", "at", "loaded_at")
    world.consents.append(dict(zip(names, values, strict=True)))


def main() -> None:
    """Tell the story and write the five seeds."""
    parser = argparse.ArgumentParser(description="Write the demo seeds.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="target folder")
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    world = Dirt()
    build_world(world)
    hold_sessions(world)
    world.clean = list(world.events)
    for name, add_dirt in vars(Dirt).items():
        if not name.startswith("_"):
            add_dirt(world)
    ask_for_consent(world)
    for table in ("events", "users", "organizations", "memberships", "consents"):
        write_csv(folder / f"demo_{table}.csv", getattr(world, table))


if __name__ == "__main__":
    main()
