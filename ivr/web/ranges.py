"""Parts of a sound, as browsers ask for them."""

from typing import TYPE_CHECKING

from flask import Request

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def one_range(request: Request) -> "WSGIEnvironment":
    """The request, without a Range that can't be answered in one part: all is sent then."""
    asked = request.range
    if asked is not None and asked.units == "bytes" and len(asked.ranges) == 1:
        return request.environ
    return {name: value for name, value in request.environ.items() if name != "HTTP_RANGE"}
