"""Lines to call: made in this process from a book, or up somewhere else."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ivr.dialogue import Book
from ivr.phone.handset import Handset, Numbers
from ivr.phone.transport import Exchange, Http, Wsgi
from ivr.settings import read_settings
from ivr.speech.voices import engines
from ivr.web import create_app

if TYPE_CHECKING:
    from ivr.phone.tape import StudioSpeaker

LOCAL_URL = "http://127.0.0.1/voice"


class Lines:
    """Makes handsets for the webhook at ``url``; without one, for the book on this machine.

    With a ``speaker`` what the lines say takes as long as that says it. ``engines`` are what the
    books want that were called here, by locale.
    """

    def __init__(self, url: str | None = None, speaker: "StudioSpeaker | None" = None) -> None:
        self._url = url
        self.speaker = speaker
        self._made: dict[frozenset[tuple[str, str]], Exchange] = {}
        self.engines: dict[str, Sequence[str]] = {}

    def handset(
        self, environment: Mapping[str, str] | None = None, caller: str | None = None
    ) -> Handset:
        """A handset, ready to place its call.

        A line made here takes its settings from this process's environment, and from
        ``environment`` above it. ``caller`` is the number to call from.

        Raises BookError if the book has problems, SettingsError if the environment has.
        """
        numbers = Numbers(call_sid=f"CA{os.urandom(16).hex()}")
        return Handset(
            self._exchange(environment or {}),
            self._url or LOCAL_URL,
            Numbers(
                caller=caller or numbers.caller,
                account_sid=os.environ.get("TWILIO_ACCOUNT_SID") or numbers.account_sid,
                call_sid=numbers.call_sid,
            ),
            self.speaker,
        )

    def _exchange(self, environment: Mapping[str, str]) -> Exchange:
        key = frozenset(environment.items())
        if key not in self._made:
            self._made[key] = self._remote() if self._url else self._local(environment)
        return self._made[key]

    def _remote(self) -> Exchange:
        return Http(os.environ.get("TWILIO_AUTH_TOKEN", "").partition(",")[0].strip() or None)

    def _local(self, environment: Mapping[str, str]) -> Exchange:
        # A local line checks no signatures and has no public address; no browser calls this one.
        fixed = {"IVR_INSECURE_LOCAL": "1", "IVR_PUBLIC_URL": "", "IVR_WEB_PHONE": "0"}
        settings = {**os.environ, **environment, **fixed}
        app = create_app(read_settings(settings))
        book: Book = app.extensions["careline"].book
        self.engines |= engines(book)
        return Wsgi(app)
