"""``/console/requests``: who waits to be called back, and who sees to it.

The list shows no numbers. A number is seen by who has taken the request, and that is noted down.
"""

from typing import Final

from flask import Blueprint, Response, flash, request

from ivr.records import RequestError, SealError, Waiting
from ivr.records.requests import FIRST
from ivr.web.console.desk import Desk, gone_to, shown, who
from ivr.web.console.wording import due, language, number, span, spoken

LONGEST_NOTE: Final = 2_000
"""Characters of one addition to a note."""


class Queue:
    """The open requests."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def join(self, pages: Blueprint) -> None:
        """Add its pages."""
        one = f"/requests/<int(fixed_digits={len(str(FIRST))}):reference>"
        pages.add_url_rule("/requests", "queue", self.list, methods=["GET"])
        pages.add_url_rule(one, "request", self.show, methods=["GET"])
        pages.add_url_rule(f"{one}/take", "take", self.take, methods=["POST"])
        pages.add_url_rule(f"{one}/note", "note", self.note, methods=["POST"])
        pages.add_url_rule(f"{one}/done", "done", self.done, methods=["POST"])
        pages.add_url_rule(f"{one}/back", "give_back", self.give_back, methods=["POST"])
        pages.register_error_handler(RequestError, self.refused)

    def list(self) -> Response:
        """Everybody who waits, those that are due first at the front."""
        waiting = self._desk.records.requests.waiting()
        told = [self._told(each) for each in waiting]
        late = sum(bool(each["overdue"]) for each in told)
        return shown("queue", waiting=told, late=late)

    def show(self, reference: int) -> Response:
        """One that was taken by who asks, with its number."""
        now = self._desk.now()
        found = self._desk.records.requests.look(str(reference), by=who(), now=now)
        return shown(
            "request",
            each=found,
            number=found.number and number(found.number),
            due=due(found.due, now),
            overdue=found.due < now,
            waits=span((now - found.created).total_seconds()),
            created=self._desk.told(found.created),
            due_at=self._desk.told(found.due),
            language=language(found.language),
            best_time=spoken(found.best_time),
            topic=self._desk.places.get(found.topic or "", found.topic),
            notes=found.note.splitlines(),
            longest=LONGEST_NOTE,
        )

    def take(self, reference: int) -> Response:
        """See to a request from now on."""
        over = request.form.get("over") == "yes"
        by = self._desk.records.requests.take(
            str(reference), by=who(), now=self._desk.now(), over=over
        ).reference
        return gone_to("request", reference=by)

    def note(self, reference: int) -> Response:
        """Add to the note."""
        text = request.form.get("text", "").strip()[:LONGEST_NOTE]
        if not text:
            flash("Nothing was written, so nothing was added to the note.")
            return gone_to("request", reference=reference)
        try:
            self._desk.records.requests.note(
                str(reference), text, by=who(), now=self._desk.now(), only_own=True
            )
        except SealError:
            flash(
                "The note could not be added: what was noted before is sealed with a key that "
                "this line does not have any more. Tell whoever runs the line."
            )
        else:
            flash("Your note was added.")
        return gone_to("request", reference=reference)

    def done(self, reference: int) -> Response:
        """Nobody has to call back any more."""
        self._desk.records.requests.done(
            str(reference), by=who(), now=self._desk.now(), only_own=True
        )
        flash(f"Request {reference} is done.")
        return gone_to("queue")

    def give_back(self, reference: int) -> Response:
        """Let somebody else take it."""
        self._desk.records.requests.give_back(str(reference), by=who(), now=self._desk.now())
        flash(f"You gave request {reference} back. Anybody can take it now.")
        return gone_to("queue")

    def refused(self, error: RequestError) -> Response:
        """Say why nothing was done, above the list as it is now."""
        flash(f"{spoken(str(error))}.")
        return gone_to("queue")

    def _told(self, each: Waiting) -> dict[str, object]:
        now = self._desk.now()
        return {
            "reference": each.reference,
            "overdue": each.due < now,
            "due": due(each.due, now),
            "due_at": self._desk.told(each.due),
            "waits": span((now - each.created).total_seconds()),
            "language": language(each.language),
            "best_time": spoken(each.best_time),
            "taken_by": each.taken_by,
            "own": each.taken_by == who(),
        }
