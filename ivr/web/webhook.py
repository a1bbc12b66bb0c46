"""The webhook: every request below /voice, checked and answered.

A WSGI application of its own, in front of the Flask application's (``docs/decisions/0006``): a turn
needs neither a session nor a request context, and they would cost more than all of the turn.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from ivr.web.line import Line
from ivr.web.trusting import Gatekeeper

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

ROOT: Final = "/voice"
STATUS: Final = "/voice/status"
WHISPER: Final = "/voice/whisper/"

OK, NO_CONTENT, FORBIDDEN = "200 OK", "204 No Content", "403 Forbidden"
NOT_ALLOWED: Final = "405 Method Not Allowed"


class Webhook:
    """Answers what Twilio posts, and leaves every other request to ``others``."""

    def __init__(self, line: Line, others: "WSGIApplication") -> None:
        self._line = line
        self._gate = Gatekeeper(line.settings)
        self._others = others

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(ROOT) or path[len(ROOT) : len(ROOT) + 1] not in {"", "/"}:
            return self._others(environ, start)
        method = environ["REQUEST_METHOD"]
        if method not in {"POST", "GET"}:
            return _answered(start, NOT_ALLOWED, ("Allow", "POST, GET"))
        form = self._gate.trusted_form(environ)
        if form is None:
            return _answered(start, FORBIDDEN)
        if path == STATUS:
            self._line.ended(form)
            return _answered(start, NO_CONTENT)
        if path.startswith(WHISPER):
            body = self._line.whisper(form, path[len(WHISPER) :]).encode()
        else:
            token = path[len(ROOT) :].strip("/")
            body = self._line.answer(form, token or None).encode()
        return _answered(start, OK, ("Content-Type", "text/xml; charset=utf-8"), body=body)


def _answered(
    start: "StartResponse", status: str, *headers: tuple[str, str], body: bytes = b""
) -> Iterable[bytes]:
    start(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]
