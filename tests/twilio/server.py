"""A Twilio made of software: a real HTTP server on this machine that can be told to misbehave."""

import base64
import json
import threading
from collections.abc import Callable
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.loopback import Loopback
from tests.twilio.account import Account, problem

SID = "AC0123456789abcdef0123456789abcdef"
TOKEN = "twilio-auth-token"


class Fault(Enum):
    """What goes wrong with one request."""

    TOO_MANY = auto()
    """429: it is not done."""
    BROKEN = auto()
    """500: it is not done."""
    BROKEN_AFTERWARDS = auto()
    """500, and it is done."""
    AWAY = auto()
    """503: it is not done."""
    DROPPED = auto()
    """It is not done, and the connection is closed without an answer."""
    DROPPED_AFTERWARDS = auto()
    """It is done, and the connection is closed without an answer."""
    STALLED = auto()
    """It is done, and the answer comes too late."""
    GARBLED = auto()
    """It is done, and something on the way answers in Twilio's place."""
    LED_ELSEWHERE = auto()
    """302: it is not done."""
    UNREGISTERED = auto()
    """The sender is not registered with the carriers."""


Plan = Callable[[str, str], Fault | None]
"""What goes wrong with a request of this method and path."""

ANSWERS = {
    Fault.TOO_MANY: problem(429, 20429),
    Fault.BROKEN: problem(500, 20500),
    Fault.AWAY: problem(503, 20503),
    Fault.LED_ELSEWHERE: (302, {}),
    Fault.UNREGISTERED: problem(400, 30034),
}


class FakeTwilio:
    """The server, while it is entered. ``plan`` is asked about each request."""

    def __init__(self, plan: Plan = lambda _method, _path: None, stall: float = 30) -> None:
        self.account = Account(SID, TOKEN)
        self.plan = plan
        self.stall = stall
        self.ending = threading.Event()
        owner = self

        class Handler(_Handler):
            fake = owner

        self._server = Loopback(Handler)
        self.url = self._server.url

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self._server.end()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True
    fake: FakeTwilio

    def log_message(self, *_: object) -> None:
        """Nothing: numbers stand in addresses."""

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._answer()

    def do_DELETE(self) -> None:
        """Answer a DELETE."""
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = dict(parse_qsl(self.rfile.read(length).decode()))
        path = urlsplit(self.path).path
        account = self.fake.account
        with account.lock:
            account.asked[self.command + " " + path.removeprefix(account.root())] += 1
        fault = self.fake.plan(self.command, path)
        if fault in ANSWERS:
            self._send(*ANSWERS[fault])
            return
        if fault is Fault.DROPPED:
            self.close_connection = True
            return
        answer = self._done(path, form)
        if fault is Fault.DROPPED_AFTERWARDS:
            self.close_connection = True
            return
        if fault is Fault.STALLED:
            self.fake.ending.wait(self.fake.stall)
        if fault is Fault.GARBLED:
            answer = (200, b"<html>Please log in.</html>")
        if fault is Fault.BROKEN_AFTERWARDS:
            answer = problem(500, 20500)
        self._send(*answer)

    def _done(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        account = self.fake.account
        secret = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {secret}":
            return problem(401, 20003)
        kind, _, rest = path.removeprefix(f"{account.root()}/").partition("/")
        match self.command, kind:
            case "POST", "Messages.json":
                return account.create(form)
            case "GET", "Messages.json":
                return account.listed(dict(parse_qsl(urlsplit(self.path).query)))
            case "GET", "Messages":
                return account.fetched(rest.removesuffix(".json"))
            case "GET", "Recordings" if rest.endswith(".wav"):
                sound = account.recordings.get(rest.removesuffix(".wav"))
                return (200, sound) if sound is not None else problem(404, 20404)
            case "DELETE", "Recordings":
                with account.lock:
                    gone = account.recordings.pop(rest.removesuffix(".json"), None)
                return (204, b"") if gone is not None else problem(404, 20404)
            case _:
                return problem(404, 20404)

    def _send(self, status: int, content: Any) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "audio/x-wav" if isinstance(content, bytes) else "application/json"
        head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)
