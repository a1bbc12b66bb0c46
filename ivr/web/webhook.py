"""The webhook: every request below /voice, checked and answered.

A WSGI application of its own, in front of the Flask application's (``docs/decisions/0006``): a turn
needs neither a session nor a request context, and they would cost more than all of the turn.
"""

import ipaddress
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from werkzeug.wsgi import get_input_stream

from ivr.telephony import form as forms
from ivr.telephony.signature import raw_target, signed_url
from ivr.web.failures import log_failure
from ivr.web.line import Line

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

log = logging.getLogger("ivr.web")

ROOT: Final = "/voice"
STATUS: Final = "/voice/status"

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes. Twilio's requests stay below 8 kB, the longest utterance included."""

FORWARDING: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")

OK, NO_CONTENT, FORBIDDEN = "200 OK", "204 No Content", "403 Forbidden"
NOT_ALLOWED: Final = "405 Method Not Allowed"


class Webhook:
    """Answers what Twilio posts, and leaves every other request to ``others``."""

    def __init__(self, line: Line, others: "WSGIApplication") -> None:
        self._line = line
        self._others = others

    def __call__(self, environ: dict[str, Any], start: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(ROOT) or path[len(ROOT) : len(ROOT) + 1] not in {"", "/"}:
            return self._others(environ, start)
        method = environ["REQUEST_METHOD"]
        if method not in {"POST", "GET"}:
            return _answered(start, NOT_ALLOWED, ("Allow", "POST, GET"))
        form = self._trusted_form(environ)
        if form is None:
            return _answered(start, FORBIDDEN)
        if path == STATUS:
            return _answered(start, NO_CONTENT)
        token = path[len(ROOT) :].strip("/")
        body = self._line.answer(form, token or None).encode()
        return _answered(start, OK, ("Content-Type", "text/xml; charset=utf-8"), body=body)

    def _trusted_form(self, environ: dict[str, Any]) -> Mapping[str, str] | None:
        """The parameters of a request that Twilio signed; None if it can't be trusted."""
        settings = self._line.settings
        try:
            target = raw_target(environ)
            posted = environ["REQUEST_METHOD"] == "POST"
            if not settings.insecure_local and "HTTP_X_TWILIO_SIGNATURE" not in environ:
                log.warning("a request was refused: it is not signed")
                return None  # before its body is waited for
            form = forms.parse(_body(environ)) if posted else {}
            if settings.insecure_local:
                trusted = _is_local(environ)
            else:
                signature = environ.get("HTTP_X_TWILIO_SIGNATURE")
                url = signed_url(settings.public_url, target)
                trusted = self._line.verifier.accepts(url, form, signature)
            if not posted:
                # A number set to GET in Twilio's console: its caller is as real as any other.
                form = forms.parse(target.partition("?")[2].encode())
        except Exception as error:  # noqa: BLE001 - what can't be read can't be trusted
            log_failure("a request could not be read", error)
            return None
        if trusted and settings.account_sid and not settings.insecure_local:
            trusted = form.get("AccountSid") == settings.account_sid
        if not trusted:
            log.warning("a request was refused: it is not signed for this line")
            return None
        return form


def _body(environ: dict[str, Any]) -> bytes:
    """The body of a request; raises werkzeug's RequestEntityTooLarge above LARGEST_REQUEST."""
    length = environ.get("CONTENT_LENGTH")
    if length and int(length) <= LARGEST_REQUEST:
        body: bytes = environ["wsgi.input"].read(int(length))
        return body
    # Too long, or sent in chunks, as Twilio never does: werkzeug knows how.
    return get_input_stream(environ, max_content_length=LARGEST_REQUEST).read()


def _answered(
    start: "StartResponse", status: str, *headers: tuple[str, str], body: bytes = b""
) -> Iterable[bytes]:
    start(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]


def _is_local(environ: Mapping[str, Any]) -> bool:
    """Whether a request comes from this machine, as far as it tells.

    A proxy or a tunnel that adds no header of its own can't be told from a local caller.
    """
    if any(name in environ for name in FORWARDING):
        return False
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
