"""``/console/login`` and ``logout``: the way in, which guessing makes narrow, and the way out."""

import logging
from math import ceil
from typing import Final

from flask import Blueprint, Response, request, session
from flask_login import current_user

from ivr.records import Entry
from ivr.web.console.desk import Desk, gone_to, shown, who
from ivr.web.console.sessions import Sessions
from ivr.web.console.wording import span
from ivr.web.limits import LOG_INS, LOG_INS_IN_ALL, Limit, client

log = logging.getLogger("ivr.web")

REFUSED, TOO_MANY = 403, 429

LONGEST_NAME: Final = 200
"""Characters of what is looked for as a name."""

WRONG: Final = (
    "That name and password do not belong together, or there were too many wrong tries. "
    "After five, the name is locked for 15 minutes."
)
ENDED: Final = "You were logged out, since your session was over. Please log in again."


class Entrance:
    """Logging in with a password, and logging out."""

    def __init__(self, desk: Desk, sessions: Sessions, *, elsewhere: bool) -> None:
        self._desk = desk
        self._sessions = sessions
        self._elsewhere = elsewhere
        self._limit = Limit(LOG_INS, LOG_INS_IN_ALL)

    def join(self, pages: Blueprint) -> None:
        """Add its pages."""
        pages.add_url_rule("/login", "login", self.ask, methods=["GET"])
        pages.add_url_rule("/login", "enter", self.enter, methods=["POST"])
        pages.add_url_rule("/logout", "leave", self.leave, methods=["POST"])

    def ask(self) -> Response:
        """The form."""
        if current_user.is_authenticated:
            return gone_to("queue")
        return self._form(ENDED if request.args.get("ended") else "")

    def enter(self) -> Response:
        """Who brings the right password is let in."""
        now = self._desk.now()
        seconds = self._limit.take(client(request.environ), now.timestamp())
        if seconds:
            response = self._form(f"Too many tries from here: wait {span(seconds)}.", TOO_MANY)
            response.headers["Retry-After"] = str(ceil(seconds))
            return response
        name = request.form.get("name", "")[:LONGEST_NAME]
        user = self._desk.records.users.verify(name, request.form.get("password", ""), now)
        if user is None:
            log.warning("a log-in to the console was refused")
            return self._form(WRONG, REFUSED)
        self._desk.records.audit.note(Entry(now, user.name, "logged in", "session", ""))
        self._sessions.begin(user)
        return gone_to("queue")

    def leave(self) -> Response:
        """Log out, everywhere."""
        name = who()
        self._sessions.end(name)
        entry = Entry(self._desk.now(), name, "logged out", "session", "")
        self._desk.records.audit.note(entry)
        return gone_to("login")

    def _form(self, message: str, status: int = 200) -> Response:
        return shown("login", status, message=message, elsewhere=self._elsewhere)


def turned_away() -> Response:
    """The way to the form, for who is not logged in any more."""
    had = "began" in session
    session.clear()
    return gone_to("login", ended=1) if had else gone_to("login")
