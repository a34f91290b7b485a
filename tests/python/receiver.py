"""An endpoint on this machine that fails by chance, and remembers what it applied."""

import contextlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# what may go wrong with one request
MISHAPS = [500, 503, 429, 408, "dropped", "lost", "slow", "cut"]

SLOW_SECONDS = 0.3

Reply = tuple[int, dict[str, str]]


class Receiver:
    """What one endpoint has got and done; applies each key once."""

    def __init__(self) -> None:
        self.url = ""
        self.applied: dict[str, dict[str, Any]] = {}
        self.received: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.mishap: Callable[[str, dict[str, Any]], int | str | Reply | None] = lambda *_: None
        self.after: Callable[[str], None] = lambda moment: None
        self._lock = threading.Lock()

    def fail_by_chance(self, seed: int, share: float) -> None:
        """Let this share of the requests go wrong."""
        generator = random.Random(seed)

        def mishap(*_: object) -> int | str | None:
            return generator.choice(MISHAPS) if generator.random() < share else None

        self.mishap = mishap

    def get(self, key: str, body: dict[str, Any], headers: dict[str, str]) -> int | str | Reply:
        """Note a request and say what becomes of it; 200 for all is well."""
        with self._lock:
            self.received[key] += 1
            self.headers.append(headers)
            return self.mishap(key, body) or 200

    def apply(self, key: str, body: dict[str, Any]) -> None:
        """Apply a request whose key is new; the same key never comes with another body."""
        with self._lock:
            assert self.applied.setdefault(key, body) == body


def handler_of(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # else the last bytes of an answer wait for 40 ms
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            key = self.headers["Idempotency-Key"]
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            outcome = receiver.get(key, body, dict(self.headers))
            receiver.after("receiving")
            headers: dict[str, str] = {}
            if isinstance(outcome, tuple):
                outcome, headers = outcome
            if outcome == "slow":
                time.sleep(SLOW_SECONDS)
            if outcome in (200, "lost", "slow", "cut"):
                receiver.apply(key, body)
                receiver.after("applying")
            if outcome in ("dropped", "lost"):
                self.close_connection = True
                return
            if outcome == 429 and not headers:
                headers = {"Retry-After": "0"}
            self.answer(outcome if isinstance(outcome, int) else 200, headers, outcome == "cut")
            receiver.after("answering")

        def answer(self, status: int, headers: dict[str, str], is_cut: bool) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "100" if is_cut else "2")
            self.end_headers()
            self.wfile.write(b"ok")
            self.close_connection = is_cut

        def log_message(self, *_: object) -> None:
            pass

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that was killed, or that waited long enough, is no error here."""


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens on a free port."""
    receiver = Receiver()
    with Server(("127.0.0.1", 0), handler_of(receiver)) as server:
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
