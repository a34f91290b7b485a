"""The moment of a load, its name: UTC, in microseconds, as text that sorts by time."""

import datetime as dt

from customer_data.land.errors import LandError

FIRST_YEAR, LAST_YEAR = 1001, 9998
"""Years in which a microsecond or a time zone more or less stays a moment with four digits."""

MICROSECOND = dt.timedelta(microseconds=1)


def text_of(moment: dt.datetime) -> str:
    """As the models write a load_id."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> dt.datetime:
    """A moment as ISO 8601; UTC where it has no offset. Raises LandError."""
    cure = "write it as 2026-03-01T10:00:00Z"
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise LandError(f'--loaded-at: "{text}" is no moment; {cure}') from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise LandError(f"--loaded-at: {text} is in a year that no load can have; {cure}")
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def next_moment(last: str | None) -> dt.datetime:
    """Now, or the microsecond after the last load where that is later."""
    now = dt.datetime.now(dt.UTC)
    return max(now, moment_of(last) + MICROSECOND) if last else now
