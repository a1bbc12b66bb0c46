"""What every page of the console works with, and how it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import wraps
from typing import Final

from flask import Response, abort, redirect, render_template, request, url_for
from flask_login import current_user

from ivr.records import Records, Role
from ivr.web.console.wording import moment

PATH: Final = "/console"

OK, SEE_OTHER = 200, 303

View = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Desk:
    """The records, the time, and what things are called.

    ``zone`` is where staff are; none is the zone of this machine. ``topics`` holds what each node
    that is a topic is called, ``places`` the same for every node where a caller can be.
    """

    records: Records
    now: Callable[[], datetime]
    zone: tzinfo | None
    line: str
    topics: Mapping[str, str] = field(repr=False)
    places: Mapping[str, str] = field(repr=False)

    def told(self, when: datetime) -> str:
        """A moment, as staff read it."""
        return moment(when.astimezone(self.zone), self.now().astimezone(self.zone))


def to(page: str, **values: object) -> str:
    """The address of a page of the console, from the page that is asked for now.

    It is relative, so that it is right below whatever path a proxy puts the line.
    """
    path = url_for(f"console.{page}", **values)[len(request.script_root) :]  # type: ignore[arg-type]
    return "../" * (request.path.count("/") - 1) + path.lstrip("/")


def shown(template: str, status: int = OK, **values: object) -> Response:
    """A page."""
    return Response(render_template(f"console/{template}.html", **values), status)


def gone_to(page: str, **values: object) -> Response:
    """The answer that leads to another page."""
    return redirect(to(page, **values), SEE_OTHER, Response)  # type: ignore[return-value] # of that class


def who() -> str:
    """The name of who is logged in."""
    return str(current_user.get_id())


def for_editors(view: View) -> View:
    """A view that only editors may have; others get status 403."""

    @wraps(view)
    def guarded(*given: object, **named: object) -> Response:
        if current_user.role is not Role.EDITOR:
            abort(403)
        return view(*given, **named)

    return guarded
