"""Posts a message until the endpoint has taken or refused it."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from customer_data.activate.endpoint import Answer, Endpoint
from customer_data.activate.errors import ActivateError
from customer_data.activate.message import Message

# what may pass: too slow, the same key still at work, too many requests
PASSING = frozenset({408, 409, 429})

# they speak of the token and the URL, not of the row, and would be the answer to every row
OF_THE_ENDPOINT = frozenset({401, 403, 404, 405, 407, 410})

CONFLICT = 409

LONGEST_BACKOFF = 30.0
"""Seconds to which the waits grow."""

LONGEST_WAIT = 300.0
"""Seconds that an endpoint may ask for; who asks for more is left for another run."""

Wait = Callable[[float, str], None]
"""Told of the seconds and the reason, it returns when they are over."""


@dataclass(frozen=True)
class Policy:
    """How often a row is posted, and the seconds before the second time; they double then."""

    attempts: int
    first_wait: float


@dataclass(frozen=True)
class Delivery:
    """A row that the endpoint has taken (status 2xx) or refused (4xx), at a moment in UTC."""

    outbox_id: str
    delivered_at: dt.datetime
    status: int
    attempts: int

    @property
    def is_refused(self) -> bool:
        """Whether it was refused, and is not sent again."""
        return self.status >= 400


def send(endpoint: Endpoint, message: Message, policy: Policy, wait: Wait) -> Delivery:
    """Post a message until it is settled; raises ActivateError where that is not to be."""
    attempt = 1
    while True:
        answer = endpoint.post(message)
        # a key that stays at work was used for another row
        is_last = attempt >= policy.attempts
        if _is_settled(answer) or (is_last and answer.status == CONFLICT):
            return Delivery(message.outbox_id, _utc_now(), answer.status, attempt)
        where = f"{endpoint.origin}: row {message.outbox_id}: {answer.problem}"
        if not _may_pass(answer):
            raise ActivateError(f"{where}, which speaks of the endpoint; {_cure(answer)}")
        if is_last:
            times = "once" if attempt == 1 else f"{attempt} times"
            raise ActivateError(
                f"{where}, tried {times}; run again when the endpoint is well, "
                "or allow more with --attempts"
            )
        seconds = _backoff(policy, attempt)
        if answer.retry_after is not None:
            if answer.retry_after > LONGEST_WAIT:
                raise ActivateError(
                    f"{where}, and asks to wait {answer.retry_after:.0f} s; run again after that"
                )
            seconds = max(seconds, answer.retry_after)
        attempt += 1
        wait(seconds, f"{where}; attempt {attempt} of {policy.attempts} in {seconds:.1f} s")


def _is_settled(answer: Answer) -> bool:
    status = answer.status or 0
    is_refused = 400 <= status < 500 and status not in PASSING | OF_THE_ENDPOINT
    return 200 <= status < 300 or is_refused


def _may_pass(answer: Answer) -> bool:
    return answer.status is None or answer.status in PASSING or answer.status >= 500


def _cure(answer: Answer) -> str:
    if answer.status in (401, 403, 407):
        return "see that ACTIVATE_TOKEN is right, then run again"
    if 300 <= answer.status < 400:
        return "it has moved: give its new address with --url"
    return "see that --url is right, then run again"


def _backoff(policy: Policy, attempt: int) -> float:
    """Seconds, of which half are chance: clients that failed together do not return together."""
    # more doublings than that overflow
    longest = min(LONGEST_BACKOFF, policy.first_wait * 2.0 ** min(attempt - 1, 60))
    return longest * random.uniform(0.5, 1)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
