"""The endpoint of a destination: what may be posted to it, and one post."""

import ipaddress
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

import requests
from requests import PreparedRequest
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry, Url, parse_url

from customer_data.activate.errors import ActivateError
from customer_data.activate.message import Message

CURE = "give one such as https://crm.example.com/hook with --url or ACTIVATE_URL"


@dataclass(frozen=True)
class Answer:
    """What came of one post: a status of HTTP, or None with the problem.

    `retry_after` is the seconds that the endpoint asks to wait, or None.
    """

    status: int | None
    problem: str
    retry_after: float | None = None


class Endpoint:
    """A checked URL with one connection, kept open from post to post.

    `origin` is the part of the URL to show: path and query may hold a secret.
    """

    def __init__(self, url: str, token: str | None, timeout: float) -> None:
        """Check URL and token; raises ActivateError. `timeout` is in seconds of silence."""
        parsed = _parsed(url)
        self.origin = f"{parsed.scheme}://{parsed.netloc}"
        _check_token(token, parsed, self.origin)
        self._url, self._timeout = url, timeout
        self._session = requests.Session()
        # what stays on this machine goes through no proxy
        self._session.trust_env = not _is_loopback(parsed)
        # in its absence requests would look into ~/.netrc
        self._session.auth = _authorization(token)

    def post(self, message: Message) -> Answer:
        """Post a message once; whatever goes wrong is in the answer."""
        try:
            with self._session.post(
                self._url,
                data=message.body,
                headers={
                    "Content-Type": "application/json",
                    "Idempotency-Key": message.outbox_id,
                    "User-Agent": "customer-data",
                },
                timeout=self._timeout,
                # it would take the token elsewhere
                allow_redirects=False,
                stream=True,
            ) as response:
                with suppress(requests.RequestException, HTTPError):
                    # of no interest, but the connection is free for the next post
                    _ = response.content
                status = response.status_code
                return Answer(status, f"HTTP {status}", _retry_after(response))
        except requests.Timeout:
            return Answer(None, f"no answer within {self._timeout:g} s")
        except (requests.RequestException, HTTPError, OSError) as error:
            return Answer(None, _why(error))

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _parsed(url: str) -> Url:
    try:
        # as requests will understand it, which is what counts
        parsed = parse_url(requests.Request("POST", url).prepare().url)
    except (requests.RequestException, HTTPError, UnicodeError, ValueError):
        raise ActivateError(f"--url: is no URL; {CURE}") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ActivateError(f"--url: is no URL of http or https; {CURE}")
    if parsed.auth:
        raise ActivateError("--url: holds a password; leave it away and set ACTIVATE_TOKEN")
    return parsed


def _check_token(token: str | None, parsed: Url, origin: str) -> None:
    if token is None:
        return
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ActivateError("ACTIVATE_TOKEN: is not one word of ASCII; set it without line breaks")
    if parsed.scheme == "http" and not _is_loopback(parsed):
        raise ActivateError(
            f"{origin}: would get ACTIVATE_TOKEN unencrypted; use https, or unset the token"
        )


def _is_loopback(parsed: Url) -> bool:
    host = parsed.host.strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _authorization(token: str | None) -> Callable[[PreparedRequest], PreparedRequest]:
    def authorize(request: PreparedRequest) -> PreparedRequest:
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request

    return authorize


def _retry_after(response: requests.Response) -> float | None:
    asked = response.headers.get("Retry-After")
    try:
        # seconds or a date; shortened, it would not be heeded
        return Retry(retry_after_max=sys.maxsize).parse_retry_after(asked) if asked else None
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _why(error: BaseException) -> str:
    """What the operating system said, without the URL that the libraries would show."""
    found = "the connection broke"
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, OSError) and cause.strerror:
            found = cause.strerror
        cause = cause.__cause__ or cause.__context__
    return found
