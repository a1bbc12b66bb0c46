"""``/console``: every page of it, in one blueprint, and who may come in."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Flask, Response, abort, g, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect

from ivr.dialogue import Book
from ivr.dialogue.nodes import Read
from ivr.records import Records, Role
from ivr.settings import Settings
from ivr.web.console import failing
from ivr.web.console.desk import PATH, Desk, gone_to, to
from ivr.web.console.entering import Entrance, turned_away
from ivr.web.console.guarding import guarded, read_only_own_forms
from ivr.web.console.messages import Messages
from ivr.web.console.numbers import Numbers
from ivr.web.console.queue import Queue
from ivr.web.console.sessions import Sessions, configure
from ivr.web.console.trail import Trail
from ivr.web.console.wording import spoken
from ivr.web.look import add_look

OPEN: Final = {"console.login", "console.enter", "console.static", "console.look"}
"""What needs no session, and what makes one."""

ELSEWHERE: Final = {"console.elsewhere", "console.returned"}


def console(
    records: Records,
    settings: Settings,
    book: Book,
    labels: Mapping[str, str],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Blueprint:
    """The pages. ``labels`` holds what menus call each node of ``book``."""
    places = {node: _place(node, labels.get(node)) for node in book.nodes}
    topics = {node: name for node, name in places.items() if isinstance(book.nodes[node], Read)}
    desk = Desk(records, now, settings.zone, spoken(book.service.name), topics, places)
    sessions, csrf = Sessions(records, now), CSRFProtect()
    pages = Blueprint(
        "console",
        __name__,
        url_prefix=PATH,
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )

    @pages.record_once
    def _configured(state: BlueprintSetupState) -> None:
        if isinstance(state.app, Flask):
            configure(state.app, settings, sessions)
            csrf.init_app(state.app)

    @pages.before_request
    def _let_in() -> Response | None:
        read_only_own_forms(csrf, settings.public_url)
        if request.endpoint in OPEN | ELSEWHERE or current_user.is_authenticated:
            return None
        return turned_away()

    @pages.get("", strict_slashes=False)
    def home() -> Response:
        return gone_to("queue")

    add_look(pages, "/static")

    @pages.get("/<path:_rest>")
    def missing(_rest: str) -> Response:
        abort(404)

    @pages.context_processor
    def _known() -> dict[str, object]:
        return {"to": to, "line": desk.line, "seat": _seat(), "editor": Role.EDITOR}

    Entrance(desk, sessions, elsewhere=settings.issuer is not None).join(pages)
    for part in (Queue, Messages, Numbers, Trail):
        part(desk).join(pages)
    if settings.issuer is not None:
        from ivr.web.console.elsewhere import Elsewhere  # noqa: PLC0415 - an extra, and large

        Elsewhere(settings.issuer, settings.public_url, desk, sessions).join(pages)
    failing.join(pages)
    pages.after_request(guarded)
    return pages


def _place(node: str, label: str | None) -> str:
    """What staff call a node: a label alone, such as "what it is", leaves open what that is of."""
    flow, _, name = node.partition(".")
    return f"{spoken(flow)}: {label or spoken(name).lower()}"


def _seat() -> object:
    """Who is logged in, if that is known: a page that says that nothing is known asks nobody."""
    known = g.get("_login_user")
    return known if known is not None and known.is_authenticated else None
