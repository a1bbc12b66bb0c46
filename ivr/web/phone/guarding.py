"""What keeps the pages to themselves: the headers of each, and who may send their forms."""

from typing import Final
from urllib.parse import urlsplit

from flask import Request, Response

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def guarded(response: Response) -> Response:
    """The response with the headers. Files of the pages say themselves how they are kept."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.vary.add("Accept")
    response.vary.add("Accept-Language")
    return response


def from_own_page(request: Request, public_url: str) -> bool:
    """Whether a form was sent by a page of this site, as far as the browser tells.

    Without Sec-Fetch-Site (older browsers) the Origin is looked at. It is "null" in a plain form,
    since the pages send no referrer; then nothing tells, and nothing is kept that could be harmed.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return True
    try:
        host = urlsplit(origin).netloc
    except ValueError:  # no browser sends that
        return False
    return host in {request.host, urlsplit(public_url).netloc}
