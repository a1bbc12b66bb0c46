"""The routes: voice, its turns, the status of calls, and whether the line is up."""

import ipaddress
import logging
from collections.abc import Mapping
from typing import Any, Final

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter

from ivr.settings import Settings, read_settings
from ivr.telephony import form as forms
from ivr.telephony.signature import raw_target, signed_url
from ivr.web.failures import log_failure
from ivr.web.line import Line

log = logging.getLogger("ivr.web")

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes. Twilio's requests stay below 8 kB, the longest utterance included."""

FORWARDING: Final = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with its book loaded.

    Settings come from the environment unless given.

    Raises SettingsError if the line would not be safe, BookError if its book has problems.
    """
    line = Line(settings or read_settings())
    app = Flask("ivr", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.url_map.converters["anything"] = _Anything
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    if line.settings.weak_secret and not line.settings.insecure_local:
        log.warning("IVR_SECRET_KEY is short: make one of 64 hexadecimal digits")

    @app.route("/voice", methods=["POST", "GET"])
    @app.route("/voice/<anything:token>", methods=["POST", "GET"])
    def voice(token: str | None = None) -> Response:
        form = _trusted_form(line)
        if form is None:
            return Response(status=403)
        return Response(line.answer(form, token), mimetype="text/xml")

    @app.post("/voice/status")
    def status() -> Response:
        return Response(status=403 if _trusted_form(line) is None else 204)

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


def _trusted_form(line: Line) -> Mapping[str, str] | None:
    """The parameters of a request that Twilio signed; None if it can't be trusted."""
    environ = request.environ
    try:
        target = raw_target(environ)
        body = request.get_data(cache=False, parse_form_data=False)
        params = forms.parse(body) if request.method == "POST" else []
        if line.settings.insecure_local:
            trusted = _is_local(environ)
        else:
            url = signed_url(line.settings.public_url, target)
            trusted = line.verifier.accepts(url, params, environ.get("HTTP_X_TWILIO_SIGNATURE"))
        if request.method == "GET":
            # A number set to GET in Twilio's console: its caller is real, so answer all the same.
            params = forms.parse(target.partition("?")[2].encode())
    except Exception as error:  # noqa: BLE001 - what can't be read can't be trusted
        log_failure("a request could not be read", error)
        return None
    form = dict(reversed(params))
    sid = line.settings.account_sid
    if trusted and sid and not line.settings.insecure_local:
        trusted = form.get("AccountSid") == sid
    if not trusted:
        log.warning("a request was refused: it is not signed for this line")
        return None
    return form


def _is_local(environ: Mapping[str, Any]) -> bool:
    """Whether a request comes from this machine, and not through a proxy or a tunnel."""
    if any(name in environ for name in FORWARDING):
        return False
    try:
        return ipaddress.ip_address(environ.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
