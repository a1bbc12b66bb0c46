"""The routes: voice, its turns, the status of calls, and whether the line is up."""

import gc
import ipaddress
import logging
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import BaseConverter

from ivr.settings import Settings, read_settings
from ivr.telephony import form as forms
from ivr.telephony.signature import raw_target, signed_url
from ivr.web.failures import log_failure
from ivr.web.line import Line

log = logging.getLogger("ivr.web")

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes. Twilio's requests stay below 8 kB, the longest utterance included."""

TWIML: Final = "text/xml; charset=utf-8"

FORWARDING: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with its book loaded.

    Settings come from the environment unless given.

    Raises SettingsError if the line would not be safe, BookError if its book has problems.
    """
    line = Line(settings or read_settings())
    # The book and its TwiML live as long as the process: the garbage collector need not look at
    # them again and again in the middle of calls, and workers forked later share their memory.
    gc.collect()
    gc.freeze()
    app = Flask("ivr", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.url_map.converters["anything"] = _Anything
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    if line.settings.weak_secret and not line.settings.insecure_local:
        log.warning("IVR_SECRET_KEY is short: make one of 64 hexadecimal digits")

    # The first of these is all that a line needs; the last one makes sure that a signed request is
    # answered whatever stands in its address.
    @app.route("/voice", methods=["POST", "GET"])
    @app.route("/voice/<token>", methods=["POST", "GET"])
    @app.route("/voice/<anything:token>", methods=["POST", "GET"])
    def voice(token: str | None = None) -> Response:
        form = _trusted_form(line, request.environ)
        if form is None:
            return Response(status=403)
        return Response(line.answer(form, token), content_type=TWIML)

    @app.post("/voice/status")
    def status() -> Response:
        return Response(status=403 if _trusted_form(line, request.environ) is None else 204)

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        return jsonify(ready=True, book=line.book.version, languages=list(line.book.languages))

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return Response(f"{error.name}\n", status=error.code, mimetype="text/plain")
        log_failure("a request failed", error)
        return Response("Something went wrong here.\n", status=500, mimetype="text/plain")

    return app


class _Anything(BaseConverter):
    """Every path below a prefix: a signed request is answered whatever its address."""

    regex = ".*?"
    part_isolating = False


def _trusted_form(line: Line, environ: Mapping[str, Any]) -> Mapping[str, str] | None:
    """The parameters of a request that Twilio signed; None if it can't be trusted."""
    settings = line.settings
    try:
        target = raw_target(environ)
        posted = environ["REQUEST_METHOD"] == "POST"
        params = forms.parse(_body(environ)) if posted else []
        if settings.insecure_local:
            trusted = _is_local(environ)
        else:
            signature = environ.get("HTTP_X_TWILIO_SIGNATURE")
            trusted = line.verifier.accepts(
                signed_url(settings.public_url, target), params, signature
            )
        if not posted:
            # A number set to GET in Twilio's console: its caller is real, so answer all the same.
            params = forms.parse(target.partition("?")[2].encode())
    except Exception as error:  # noqa: BLE001 - what can't be read can't be trusted
        log_failure("a request could not be read", error)
        return None
    # Where a parameter comes twice, the first one counts, as in werkzeug's forms.
    form = dict(reversed(params))
    if trusted and settings.account_sid and not settings.insecure_local:
        trusted = form.get("AccountSid") == settings.account_sid
    if not trusted:
        log.warning("a request was refused: it is not signed for this line")
        return None
    return form


def _body(environ: Mapping[str, Any]) -> bytes:
    """The body of a request, read straight from the server.

    Raises RequestEntityTooLarge above LARGEST_REQUEST.
    """
    length = environ.get("CONTENT_LENGTH")
    if not length:
        # Sent in chunks, as Twilio never does: werkzeug knows how.
        return request.get_data(cache=False)
    if int(length) > LARGEST_REQUEST:
        raise RequestEntityTooLarge
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


def _is_local(environ: Mapping[str, Any]) -> bool:
    """Whether a request comes from this machine, and not through a proxy or a tunnel."""
    if any(name in environ for name in FORWARDING):
        return False
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
