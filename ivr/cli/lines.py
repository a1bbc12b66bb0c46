"""Lines to call: made in this process from a book, or up somewhere else."""

import atexit
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from ivr.dialogue import Book
from ivr.phone import script
from ivr.phone.handset import Handset, Numbers
from ivr.phone.transport import Exchange, Http, Wsgi
from ivr.settings import Settings, read_settings
from ivr.speech.voices import engines
from ivr.web import create_app
from ivr.web.keeping import Keeper
from ivr.web.line import Line

if TYPE_CHECKING:
    from ivr.phone.tape import StudioSpeaker

LOCAL_URL = "http://127.0.0.1/voice"

TRIED_OUT: Final = "sqlite:///tried-out"
"""Stands for a database that is made for calls that are tried out, and thrown away."""


def _keeper(settings: Settings) -> Keeper:
    """Keeps what lines are told that are tried out: never where callers' requests are."""
    if settings.database_url == TRIED_OUT:
        return TriedOut(settings)
    return Keeper(settings, at_once=True)


class TriedOut(Keeper):
    """Keeps things in a folder that goes with it."""

    def __init__(self, settings: Settings) -> None:
        self._folder = mkdtemp(prefix="careline-")
        atexit.register(rmtree, self._folder, ignore_errors=True)
        url = f"sqlite:///{self._folder}/careline.db"
        super().__init__(replace(settings, database_url=url), at_once=True)

    def close(self) -> None:
        """Let go of the database, and delete it."""
        super().close()
        rmtree(self._folder, ignore_errors=True)


class Lines:
    """Makes handsets for the webhook at ``url``; without one, for the book on this machine.

    With a ``speaker`` what the lines say takes as long as that says it. ``engines`` are what the
    books want that were called here, by locale.
    """

    def __init__(self, url: str | None = None, speaker: "StudioSpeaker | None" = None) -> None:
        self._url = url
        self.speaker = speaker
        self._local: list[Line] = []
        self._made: dict[tuple[frozenset[tuple[str, str]], datetime | None], Exchange] = {}
        self.engines: dict[str, Sequence[str]] = {}

    def handset(
        self,
        environment: Mapping[str, str] | None = None,
        caller: str | None = None,
        at: datetime | None = None,
    ) -> Handset:
        """A handset, ready to place its call.

        A line made here takes its settings from this process's environment, and from
        ``environment`` above it. ``caller`` is the number to call from, and ``at`` the moment at
        which the line takes it to be; a line somewhere else has a clock of its own.

        Raises BookError if the book has problems, SettingsError if the environment has.
        """
        numbers = Numbers(call_sid=f"CA{os.urandom(16).hex()}")
        return Handset(
            self._exchange(environment or {}, at),
            self._url or LOCAL_URL,
            Numbers(
                caller=caller or numbers.caller,
                account_sid=os.environ.get("TWILIO_ACCOUNT_SID") or numbers.account_sid,
                call_sid=numbers.call_sid,
            ),
            self.speaker,
        )

    def close(self) -> None:
        """Delete what the lines made here have kept."""
        for line in self._local:
            line.keeper.close()

    def anew(self) -> script.Connect:
        """Makes handsets for calls of which the lines made here remember none but each other."""
        for line in self._local:
            line.keeper.close()
            line.keeper = _keeper(line.settings)
        return self.handset

    def _exchange(self, environment: Mapping[str, str], at: datetime | None) -> Exchange:
        key = (frozenset(environment.items()), at)
        if key not in self._made:
            self._made[key] = self._remote() if self._url else self._made_here(environment, at)
        return self._made[key]

    def _remote(self) -> Exchange:
        return Http(os.environ.get("TWILIO_AUTH_TOKEN", "").partition(",")[0].strip() or None)

    @staticmethod
    def _now(at: datetime | None) -> Callable[[], float]:
        """The line's clock: this machine's, or one that stands still."""
        return time.time if at is None else at.timestamp

    def _made_here(self, environment: Mapping[str, str], at: datetime | None) -> Exchange:
        # A local line checks no signatures and has no public address; no browser calls this one.
        fixed = {"IVR_INSECURE_LOCAL": "1", "IVR_PUBLIC_URL": "", "IVR_WEB_PHONE": "0"}
        named = environment.get("IVR_DATABASE_URL", TRIED_OUT)
        kept = {"IVR_DATABASE_URL": named}
        settings = read_settings({**os.environ, **environment, **kept, **fixed})
        line = Line(settings, self._now(at), _keeper(settings))
        app = create_app(line=line)
        self._local.append(line)
        book: Book = line.book
        self.engines |= engines(book)
        return Wsgi(app)
