"""``/console/voicemails``: what callers left, listened to from here, each time noted down."""

from io import BytesIO
from typing import Final, NoReturn

from flask import Blueprint, Response, abort, flash, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.utils import send_file

from ivr.records import DatabaseError, Left, RecordsError, SealError, VoicemailState
from ivr.web.console.desk import Desk, gone_to, shown, who
from ivr.web.console.wording import language, length, number, span
from ivr.web.ranges import one_range

KINDS: Final = ((b"RIFF", "audio/wav"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"))
"""How sounds begin; everything else is what most are made of."""

OTHERWISE: Final = "audio/mpeg"
STATES: Final = {"awaited": "Being fetched", "new": "New", "heard": "Listened to"}


class Messages:
    """The voicemails that nobody is done with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def join(self, pages: Blueprint) -> None:
        """Add its pages."""
        one = "/voicemails/<voicemail>"
        pages.add_url_rule("/voicemails", "messages", self.list, methods=["GET"])
        pages.add_url_rule(one, "message", self.show, methods=["GET"])
        pages.add_url_rule(f"{one}/sound", "sound", self.sound, methods=["GET"])
        pages.add_url_rule(f"{one}/done", "message_done", self.done, methods=["POST"])

    def list(self) -> Response:
        """All of them, the oldest first."""
        waiting = self._desk.records.voicemails.waiting()
        return shown("messages", waiting=[self._told(each) for each in waiting])

    def show(self, voicemail: str) -> Response:
        """One, with its number."""
        try:
            found = self._desk.records.voicemails.look(voicemail, by=who(), now=self._desk.now())
        except RecordsError as error:
            _gone(error)
        return shown(
            "message",
            each=found,
            number=found.number and number(found.number),
            here_now=found.state != VoicemailState.AWAITED,
            created=self._desk.told(found.created),
            length=length(found.seconds),
            language=language(found.language),
            state=STATES[found.state],
        )

    def sound(self, voicemail: str) -> Response:
        """The recording, or the part of it that the browser asks for."""
        try:
            heard = self._desk.records.voicemails.recording(
                voicemail, by=who(), now=self._desk.now()
            )
        except RecordsError as error:
            _gone(error)
        kind = next((kind for start, kind in KINDS if heard.startswith(start)), OTHERWISE)
        try:
            response = send_file(
                BytesIO(heard), one_range(request), mimetype=kind, response_class=Response
            )
        except RequestedRangeNotSatisfiable as error:
            return Response(status=416, headers={"Content-Range": f"bytes */{error.length}"})
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value] # of the class that was asked for

    def done(self, voicemail: str) -> Response:
        """Nobody has to listen to it any more."""
        try:
            self._desk.records.voicemails.done(voicemail, by=who(), now=self._desk.now())
        except RecordsError as error:
            _gone(error)
        flash("The voicemail is done.")
        return gone_to("messages")

    def _told(self, each: Left) -> dict[str, object]:
        now = self._desk.now()
        return {
            "id": each.id,
            "here": each.here,
            "state": STATES[each.state],
            "created": self._desk.told(each.created),
            "waits": span((now - each.created).total_seconds()),
            "length": length(each.seconds),
            "language": language(each.language),
        }


def _gone(error: RecordsError) -> NoReturn:
    """Status 404 for what is not there; what the database or a key is to blame for stays that."""
    if isinstance(error, DatabaseError | SealError):
        raise error
    abort(404)
