"""``/audio``: sound that was made beforehand, for Twilio and for browsers.

A name says what is in its file, so that nothing ever changes and anything in between may keep it.
"""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.utils import send_file

from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, SoundCache
from ivr.web.ranges import one_range

FOR_EVER: Final = 31_536_000
"""Seconds: a year, the most that HTTP caches take for granted."""

TYPES: Final = {TELEPHONE_FILE: "audio/wav", WIDE_FILE: "audio/flac"}


def audio(folder: Path) -> Blueprint:
    """The sounds in a cache folder, by their names."""
    cache = SoundCache(folder)
    pages = Blueprint("audio", __name__)

    @pages.get("/audio/<name>.wav", defaults={"kind": TELEPHONE_FILE})
    @pages.get("/audio/<name>.flac", defaults={"kind": WIDE_FILE})
    def sound(name: str, kind: str) -> Response:
        try:
            path = cache.path(name, kind).absolute()
            if not path.stat().st_size:
                abort(404)
            response = send_file(
                path,
                one_range(request),
                mimetype=TYPES[kind],
                etag=f"{name}{kind}",
                max_age=FOR_EVER,
                response_class=Response,
            )
        except RequestedRangeNotSatisfiable as error:
            # Made here: as an error of the application it would lose its headers.
            return Response(status=416, headers={"Content-Range": f"bytes */{error.length}"})
        except (ValueError, OSError):
            abort(404)
        response.cache_control.immutable = True
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response  # type: ignore[return-value] # of the class that was asked for

    return pages
