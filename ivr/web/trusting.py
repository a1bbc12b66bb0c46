"""Which requests are Twilio's own: signed for this line, or made on this machine where it is tried.

What stands in front of Flask asks this for every request, before anything else is done with it.
"""

import ipaddress
import logging
from collections.abc import Mapping
from typing import Any, Final

from werkzeug.wsgi import get_input_stream

from ivr.settings import Settings
from ivr.telephony import form as forms
from ivr.telephony.signature import Verifier, raw_target, signed_url
from ivr.web.failures import log_failure

log = logging.getLogger("ivr.web")

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes. Twilio's requests stay below 8 kB, the longest utterance included."""

FORWARDING: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


class Gatekeeper:
    """Tells requests that Twilio signed for this line from all others."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._verifier = Verifier(settings.auth_tokens)

    def trusted_form(self, environ: dict[str, Any]) -> Mapping[str, str] | None:
        """The parameters of a request that Twilio signed; None if it can't be trusted."""
        settings = self._settings
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
                trusted = self._verifier.accepts(url, form, signature)
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
