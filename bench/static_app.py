"""The least that a Flask webhook can do: one route, one constant answer."""

import os

from flask import Flask, Response

TWIML = os.environ.get("BENCH_TWIML", "<Response/>")


def create_app() -> Flask:
    """An application that answers every turn with the same TwiML, and checks nothing."""
    app = Flask("static", static_folder=None)

    @app.post("/voice/<token>")
    def voice(token: str) -> Response:
        del token
        return Response(TWIML, mimetype="text/xml")

    return app
