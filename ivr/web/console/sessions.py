"""Who is logged in: a signed cookie, which ends by itself, at log-out, and when its user changes.

Nothing of a session is kept on the server. The cookie holds the user's stamp: the records get
another one at log-out and with a new password, and no cookie of before is worth anything then.
"""

import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from ivr.records import Records, Role, User
from ivr.settings import LOCAL_SECRET, Settings
from ivr.web.console.desk import PATH

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=10)

KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Seat(UserMixin):  # type: ignore[misc] # flask-login ships no types
    """A user who is logged in."""

    name: str
    role: Role

    def get_id(self) -> str:
        """What the session knows them by."""
        return self.name


class Sessions:
    """Begins sessions, tells whose one is, and ends them."""

    def __init__(self, records: Records, now: Callable[[], datetime]) -> None:
        self._records = records
        self._now = now

    def begin(self, user: User) -> None:
        """Log somebody in. Nothing that the browser brought is left in the session."""
        session.clear()
        now = self._now()
        login_user(Seat(user.name, user.role))
        session["stamp"] = user.stamp
        session["began"] = session["seen"] = now.timestamp()
        session["nonce"] = secrets.token_hex(16)

    def whose(self, name: str) -> Seat | None:
        """Who is logged in by the session, which goes on; none if it is over.

        Raises DatabaseError if that can't be found out.
        """
        now = self._now().timestamp()
        try:
            stamp = str(session["stamp"])
            idle, whole = now - float(session["seen"]), now - float(session["began"])
        except KeyError:
            return None
        if idle > IDLE.total_seconds() or whole > LONGEST.total_seconds():
            return None
        user = self._records.users.find(name)
        if user is None or not stamp or not hmac.compare_digest(stamp, user.stamp):
            return None
        session["seen"] = now
        return Seat(user.name, user.role)

    def end(self, name: str) -> None:
        """Log somebody out, wherever they are logged in.

        Raises DatabaseError if that can't be written.
        """
        self._records.users.end_sessions(name)
        logout_user()
        session.clear()


def configure(app: Flask, settings: Settings, sessions: Sessions) -> None:
    """Have the application seal sessions, and know who is logged in."""
    keys = settings.secret_keys
    if keys == (LOCAL_SECRET,):
        # Everybody can read that one: sessions of such a line end when it stops.
        keys = (secrets.token_hex(32),)
    newest, *older = derived(keys)
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="careline_console",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=not settings.insecure_local,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=urlsplit(settings.public_url).path + PATH,
        WTF_CSRF_CHECK_DEFAULT=False,  # the other pages of the line have no session
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,  # the pages send no referrer; guarding looks at the origin
    )
    manager = LoginManager()
    manager.session_protection = None  # by address and browser: both change for honest people
    manager.user_loader(sessions.whose)
    # Not init_app, which would look at the session of every page of the line, sounds included.
    app.login_manager = manager  # type: ignore[attr-defined]


def derived(secret_keys: Sequence[str]) -> list[bytes]:
    """Keys for cookies, apart from all others that are made of the same secrets."""
    info = b"careline console sessions 1"
    return [
        HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(secret.encode())
        for secret in secret_keys
    ]
