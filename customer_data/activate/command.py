"""The steps of `customer-data activate`."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from customer_data.activate.endpoint import Endpoint
from customer_data.activate.errors import ActivateError
from customer_data.activate.sending import Delivery, Policy, send
from customer_data.activate.warehouse import Warehouse

PAGE = 2000
"""Rows read at once: finding them takes half a second where a million were delivered before."""

LONGEST_UNRECORDED = 5.0
"""Seconds after which a slow batch is recorded before it is full."""

LONG_WAIT = 1.0
"""Seconds from which on a wait is announced, with everything before it recorded."""

REFUSED_SHOWN = 20
"""Refused rows that get a line of their own."""

Say = Callable[[str], None]
Advance = Callable[[int], object]
Progress = Callable[[int], AbstractContextManager[Advance]]


@dataclass
class Totals:
    """What became of the rows of a run."""

    delivered: int = 0
    refused: int = 0


class Recorder:
    """Records deliveries in batches: a commit costs more than many a post.

    What a kill leaves unrecorded, at most a batch, is sent again, under the same keys.
    """

    def __init__(self, warehouse: Warehouse, destination: str, batch: int) -> None:
        self._warehouse, self._destination, self._batch = warehouse, destination, batch
        self._unrecorded: list[Delivery] = []
        self._since = 0.0

    def add(self, delivery: Delivery) -> None:
        """Take a delivery, and record the batch where it is full or old."""
        now = time.monotonic()
        if not self._unrecorded:
            self._since = now
        self._unrecorded.append(delivery)
        if len(self._unrecorded) >= self._batch or now - self._since > LONGEST_UNRECORDED:
            self.flush()

    def flush(self) -> None:
        """Record what is not; raises ActivateError."""
        if not self._unrecorded:
            return
        try:
            self._warehouse.record(self._destination, self._unrecorded)
        except ActivateError as error:
            raise ActivateError(
                f"{error} ({len(self._unrecorded):,} rows are sent and not recorded; the next run "
                "sends them again, under the same keys)"
            ) from error
        self._unrecorded = []


def activate(
    warehouse: Warehouse,
    destination: str,
    endpoint: Endpoint,
    policy: Policy,
    batch: int,
    progress: Progress,
    say: Say,
) -> Totals:
    """Send every pending row of a destination, in order; raises ActivateError.

    A row that is refused is passed over for good, and later rows go on in their order. `batch` is
    the number of rows recorded at once.
    """
    warehouse.prepare()
    _check_destination(destination, warehouse.destinations(), warehouse.place)
    totals = Totals()
    with warehouse.lock(destination):
        recorder = Recorder(warehouse, destination, batch)
        with progress(warehouse.number_pending(destination)) as advance:
            try:
                # all of a page is recorded before the next one is read
                while messages := warehouse.pending(destination, PAGE):
                    for message in messages:
                        delivery = send(endpoint, message, policy, _wait(recorder, say))
                        recorder.add(delivery)
                        _count(delivery, totals, say)
                        advance(1)
                    recorder.flush()
            finally:
                recorder.flush()
    return totals


def _wait(recorder: Recorder, say: Say) -> Callable[[float, str], None]:
    def wait(seconds: float, reason: str) -> None:
        if seconds >= LONG_WAIT:
            recorder.flush()
            say(reason)
        time.sleep(seconds)

    return wait


def _count(delivery: Delivery, totals: Totals, say: Say) -> None:
    if not delivery.is_refused:
        totals.delivered += 1
        return
    totals.refused += 1
    if totals.refused <= REFUSED_SHOWN:
        say(f"row {delivery.outbox_id}: refused with HTTP {delivery.status}; the next ones go on")


def _check_destination(destination: str, known: Sequence[str], place: str) -> None:
    if destination in known:
        return
    has = f"it has {', '.join(known)}" if known else "it is empty"
    raise ActivateError(f'{place}: the outbox has no destination "{destination}"; {has}')


def summary(destination: str, totals: Totals) -> str:
    """What became of the rows, in one line."""
    rows = totals.delivered + totals.refused
    if not rows:
        return f"{destination}: nothing to send"
    line = (
        f"{destination}: {rows:,} {'row' if rows == 1 else 'rows'} = "
        f"{totals.delivered:,} delivered + {totals.refused:,} refused"
    )
    if totals.refused:
        line += "; see activation.deliveries where status >= 400"
    return line
