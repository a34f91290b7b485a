"""What comes of an event, and how far people get: in plain Python over the moments of each user."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

Moments = Mapping[str, Sequence[datetime]]
"""When each user did a thing, in any order; each moment once."""


class Outcomes(NamedTuple):
    """How many of the events that count were followed by the other one."""

    happened: int
    did_not: int
    pending: int


def outcomes_of(
    starts: Moments, goals: Moments, window: timedelta, last_moment: datetime, counted: str
) -> Outcomes:
    """What came of each start by the end of the data.

    A goal of the same user strictly after the start and at most `window` after it: it happened.
    Else, where start + `window` is at most `last_moment`, it did not; else it is pending.

    `counted` says which starts do: `each`; only the `first` of a user; or, by `restart`, each but
    those that another start of the user follows, strictly later, within the window and before
    the first goal in it.
    """
    found = []
    for user, moments in starts.items():
        own = sorted(moments)
        for start in own[:1] if counted == "first" else own:
            goal = first_within(goals.get(user, ()), start, start + window)
            again = first_within(own, start, start + window)
            if counted == "restart" and again and (goal is None or again < goal):
                continue
            if goal is not None:
                found.append("happened")
            else:
                found.append("did_not" if start + window <= last_moment else "pending")
    return Outcomes(*(found.count(outcome) for outcome in Outcomes._fields))


def users_reaching(
    events: Iterable[tuple[str, datetime, str]],
    steps: Sequence[Collection[str]],
    window: timedelta,
) -> list[int]:
    """How many users reach each step of a funnel, by the first time they enter it.

    An event is a user, a moment and a name; a step is any of the names it lists. A user enters
    with the first event of the first step. Each later step is the first event of it strictly
    after the step before and at most `window` after the entry.
    """
    by_user: dict[str, list[tuple[datetime, str]]] = {}
    for user, at, name in events:
        by_user.setdefault(user, []).append((at, name))
    reached = [0] * len(steps)
    for own in by_user.values():
        entry = min((at for at, name in own if name in steps[0]), default=None)
        if entry is None:
            continue
        reached[0] += 1
        last = entry
        for number, names in enumerate(steps[1:], start=1):
            moments = [at for at, name in own if name in names]
            step = first_within(moments, last, entry + window)
            if step is None:
                break
            reached[number] += 1
            last = step
    return reached


def first_within(moments: Iterable[datetime], after: datetime, until: datetime) -> datetime | None:
    """The first moment strictly after one and at most at the other."""
    return min((at for at in moments if after < at <= until), default=None)
