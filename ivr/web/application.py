"""The Flask application: the webhook in front, and the pages that operators look at."""

import logging

from flask import Blueprint, Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from ivr.jobs import Queue
from ivr.settings import Settings, read_settings
from ivr.web.audio import audio
from ivr.web.failures import log_failure
from ivr.web.keeping import Keeper
from ivr.web.line import Line
from ivr.web.memory import settle
from ivr.web.messages import messages
from ivr.web.webhook import Webhook

log = logging.getLogger("ivr.web")


def create_app(settings: Settings | None = None, line: Line | None = None) -> Flask:
    """The application, with its book loaded, and its database brought up to date.

    Settings come from the environment unless given. A ``line`` that is given has settings, and
    keeps what it keeps as it was told to.

    Raises SettingsError if the line would not be safe, BookError if its book has problems.
    """
    if line is None:
        settings = settings or read_settings()
        line = Line(settings, keeper=Keeper(settings, Queue(settings.queue_url).nudge))
        line.keeper.start()
    if line.settings.weak_secret and not line.settings.insecure_local:
        log.warning("IVR_SECRET_KEY is short: make one of 64 hexadecimal digits")
    app = Flask("ivr", static_folder=None)
    # Flask's own place for what stands in front of it.
    app.wsgi_app = Webhook(line, app.wsgi_app)  # type: ignore[method-assign, assignment]
    app.extensions["careline"] = line
    app.register_blueprint(audio(line.settings.audio))
    app.register_blueprint(messages(line))
    if line.settings.web_phone:
        from ivr.web.phone.pages import phone  # noqa: PLC0415 - held in memory only where it is used

        app.register_blueprint(phone(app.wsgi_app, line.settings, line.book))

    if line.settings.can_text:
        from ivr.web.texts import texts  # noqa: PLC0415 - as above

        app.register_blueprint(texts(line.settings, line.keeper.records))
    if line.settings.console:
        app.register_blueprint(_console(line))

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

    settle()
    return app


def _console(line: Line) -> Blueprint:
    """The pages for staff, with their records. Held in memory only where they are used."""
    from ivr.authoring.examined import Examined  # noqa: PLC0415 - as it says
    from ivr.authoring.manuscript import read_manuscript  # noqa: PLC0415
    from ivr.web.console.pages import console  # noqa: PLC0415

    settings, book = line.settings, line.book
    english = "en" if "en" in book.languages else next(iter(book.languages))
    vocabulary = Examined(read_manuscript(settings.book)).vocabularies[english]
    labels = {node: label for node in book.nodes if (label := vocabulary.label(node))}
    return console(line.keeper.records, settings, book, labels)
