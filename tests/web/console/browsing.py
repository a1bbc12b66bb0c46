"""Somebody of the staff at a browser without JavaScript, in front of the console."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.dialogue import Book
from ivr.records import CallFacts, Records, TurnTaken
from ivr.settings import Settings, read_settings
from ivr.web.console.pages import console
from tests.records.kept import KEY, NOW

PASSWORD = "four words nobody joins"
LABELS = {"recurrence.kind_regional": "nearby lymph nodes"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def settings(url: str, **environment: str) -> Settings:
    """Those of a local line with this database."""
    local = {"IVR_INSECURE_LOCAL": "1", "IVR_SECRET_KEY": KEY, "IVR_DATABASE_URL": url}
    return read_settings({**local, "IVR_TIME_ZONE": "America/New_York", **environment})


@dataclass
class Clock:
    """A clock that only goes when it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def go(self, time: timedelta) -> None:
        """So much later."""
        self.now += time


def application(
    records: Records, chosen: Settings, book: Book, now: Callable[[], datetime]
) -> Flask:
    """The console alone."""
    app = Flask("ivr", static_folder=None)
    app.register_blueprint(console(records, chosen, book, LABELS, now))
    return app


@dataclass
class Browser:
    """What is shown is ``page``, at ``path``."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=dict)
    page: str = ""
    path: str = ""
    status: int = 0

    def open(self, path: str) -> None:
        """Go to an address of the console, and wherever that leads."""
        self._show(self.client.get(path, headers=self.headers), path)

    def send(self, path: str, **fields: str) -> None:
        """Send a form that stands on the page."""
        target = urljoin(self.path, path)
        found = TOKEN.search(self.page)
        data = {"csrf_token": unescape(found.group(1)) if found else "", **fields}
        self._show(self.client.post(target, data=data, headers=self.headers), target)

    def enter(self, name: str, password: str = PASSWORD) -> None:
        """Log in."""
        self.open("/console/login")
        self.send("/console/login", name=name, password=password)

    @property
    def text(self) -> str:
        """The words of the page, without marks."""
        shown = re.sub(r"<[^>]*>", " ", self.page.partition("<body>")[2])
        return " ".join(unescape(shown).split())

    def _show(self, response: TestResponse, path: str) -> None:
        for _ in range(5):
            if not response.location:
                break
            path = urljoin(path, response.location)
            response = self.client.get(path, headers=self.headers)
        path = path.partition("?")[0]
        self.page, self.path, self.status = (
            response.get_data(as_text=True),
            path,
            response.status_code,
        )


def calls(records: Records, times: int, language: str = "en", outcome: str = "information") -> None:
    """Calls of today, whose callers hung up in the middle of a topic."""
    for _ in range(times):
        sid = f"CA{language}{outcome}{records.journal.written + records.journal.waiting}"
        records.journal.put(CallFacts(sid, NOW, language, None, outcome, NOW, "caller", 90))
        for sequence, node in enumerate(("main.menu", "recurrence.kind_regional")):
            records.journal.put(TurnTaken(sid, sequence, NOW, node, "digits"))
    assert records.journal.flush()
