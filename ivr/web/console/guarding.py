"""What keeps the console to itself: headers, and which forms are read."""

from typing import Final

from flask import Response, abort, request
from flask_wtf.csrf import CSRFProtect

from ivr.web.phone.guarding import from_own_page

LARGEST_FORM: Final = 32 * 1024
"""Bytes: the longest note, and much more."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guarded(response: Response) -> Response:
    """The response with the headers. Files of the pages say themselves how they are kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def read_only_own_forms(csrf: CSRFProtect, public_url: str) -> None:
    """Refuse a form that no page of the console made, with status 400.

    Raises werkzeug's HTTPException.
    """
    request.max_content_length = LARGEST_FORM
    if request.method == "POST":
        if not from_own_page(request, public_url):
            abort(400)
        csrf.protect()
