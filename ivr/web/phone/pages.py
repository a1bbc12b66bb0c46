"""``/phone``: the page of the web phone, and what it sends. Nothing is kept between two requests.

The page works as a plain form; its script sends the same form, and asks for JSON.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from ivr.authoring.examined import Examined
from ivr.authoring.governance import approvals_open
from ivr.authoring.manuscript import read_manuscript
from ivr.dialogue import Book, Command
from ivr.phone.transport import Wsgi
from ivr.settings import Settings
from ivr.speech.index import read_index
from ivr.speech.voices import engines
from ivr.web import limits
from ivr.web.look import add_look
from ivr.web.phone.acts import LONGEST_UTTERANCE, MOST_KEYS, OUTCOMES, ActError, outcome_word
from ivr.web.phone.calling import Calls, hung_up
from ivr.web.phone.captions import captions
from ivr.web.phone.guarding import from_own_page, guarded
from ivr.web.phone.sealing import Seal
from ivr.web.phone.sound import Sounds
from ivr.web.phone.turns import Turn
from ivr.web.phone.words import FIRST, Words, pages_words, timed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PATH: Final = "/phone"
KEYPAD: Final = "123456789*0#"

LOCAL: Final = "http://127.0.0.1"
"""The address of a line that has no public one."""

LARGEST_FORM: Final = 256 * 1024
"""Bytes: the largest document that a call can wait in, sealed, and some more."""

OK, BAD, REFUSED, TOO_LARGE, TOO_MANY = 200, 400, 403, 413, 429


def phone(
    application: "WSGIApplication",
    settings: Settings,
    book: Book,
    now: Callable[[], float] = time.time,
) -> Blueprint:
    """The pages. ``application`` has the webhook, and calls ``book``."""
    page = Page(application, settings, book, now)
    pages = Blueprint(
        "phone",
        __name__,
        static_folder="static",
        static_url_path=f"{PATH}/static",
        template_folder="templates",
    )
    pages.add_url_rule(PATH, view_func=page.show, methods=["GET"])
    pages.add_url_rule(PATH, view_func=page.act, methods=["POST"])
    add_look(pages, f"{PATH}/static")
    pages.register_error_handler(RequestEntityTooLarge, _unread)
    pages.after_request(guarded)
    return pages


class Page:
    """The page before a call, and after each act."""

    def __init__(
        self,
        application: "WSGIApplication",
        settings: Settings,
        book: Book,
        now: Callable[[], float],
    ) -> None:
        address = settings.public_url or LOCAL
        token = next(iter(settings.auth_tokens), None)
        self._calls = Calls(
            Wsgi(application, token, urlsplit(address).path),
            f"{address}/voice",
            settings.account_sid,
            Seal(settings.secret_keys),
            Sounds(
                settings.audio,
                engines(book),
                captions(book, read_index(settings.audio)),
            ),
        )
        self._settings = settings
        # Of the day on which the line starts: the book stays what it was when it was loaded.
        today = datetime.now(UTC).date()
        self._approvals = approvals_open(Examined(read_manuscript(settings.book), today))
        self._commands = book.service.keys
        self._now = now
        self._call_limit = limits.Limit(limits.CALLS, limits.CALLS_IN_ALL)
        self._turn_limit = limits.Limit(limits.TURNS, limits.TURNS_IN_ALL)

    def show(self) -> Response:
        """The page before a call."""
        return self._page(Turn(_language()))

    def act(self) -> Response:
        """The page after an act, or the same as JSON."""
        request.max_content_length = LARGEST_FORM
        if not from_own_page(request, self._settings.public_url):
            return self._turned_away("refused", REFUSED)
        form, moment = request.form, self._now()
        if form.get("act") == "hang_up":
            return self._page(hung_up(_language()))
        placing = form.get("act") == "call"
        limit = self._call_limit if placing else self._turn_limit
        seconds = limit.take(limits.client(request.environ), moment)
        if seconds:
            return self._turned_away("too_many", TOO_MANY, ceil(seconds))
        try:
            if placing:
                return self._page(self._calls.place(_language(), moment))
            if form.get("act") == "resume":
                return self._page(self._calls.wait(form, _language(), moment))
            return self._page(self._calls.go_on(form, _language(), moment))
        except ActError as error:
            return self._refused(error.word, TOO_LARGE if error.word == "too_large" else BAD)

    def _refused(self, word: str, status: int) -> Response:
        """Why nothing was done; a call that is up stays as it was."""
        language = _language()
        message = pages_words()[language][word]
        if _wants_json():
            return _told(message, status, over=word == "stale")
        return self._page(self._as_it_was(language), status, message)

    def _turned_away(self, word: str, status: int, seconds: int = 0) -> Response:
        """Why nothing was done, at no cost: the call is handed back as it was sent, unopened."""
        language = _language()
        words = pages_words()[language]
        message = timed(words, word, seconds)
        if _wants_json():
            response = _told(message, status, over=False)
        else:
            html = render_template(
                "phone/turned_away.html",
                language=language,
                words=words,
                message=message,
                state=request.form.get("state", ""),
            )
            response = Response(html, status)
        if seconds:
            response.headers["Retry-After"] = str(seconds)
        return response

    def _as_it_was(self, language: str) -> Turn:
        try:
            return self._calls.wait(request.form, language, self._now())
        except ActError:
            return Turn(language)

    def _page(self, turn: Turn, status: int = OK, message: str = "") -> Response:
        words = pages_words()[turn.language]
        notice = _notice(self._approvals, words)
        shown = {**asdict(turn), "words": words, "notice": notice}
        if _wants_json():
            return jsonify(shown)
        html = render_template(
            "phone/page.html",
            turn=turn,
            words=words,
            shown=shown,
            message=message,
            notice=notice,
            keys=[(key, _command_word(self._commands.get(key))) for key in KEYPAD],
            outcomes=[(outcome, outcome_word(outcome)) for outcome in OUTCOMES],
            longest=LONGEST_UTTERANCE,
            most_keys=MOST_KEYS,
        )
        return Response(html, status)


def _told(message: str, status: int, *, over: bool) -> Response:
    """The same for the script; ``over`` if the call can't go on."""
    response = jsonify(message=message, over=over)
    response.status_code = status
    return response


def _unread(_error: RequestEntityTooLarge) -> Response:
    """What is answered to a form that was too large to be read, so that it tells no language."""
    message = f"{pages_words()[FIRST]['too_large']}\n"
    return Response(message, TOO_LARGE, mimetype="text/plain")


def _notice(approvals: tuple[int, int], words: Words) -> str:
    """What governance tells whoever starts the line, in the language of the page."""
    open_, texts = approvals
    if not open_:
        return ""
    if open_ == texts:
        return words["nothing_approved"]
    return words["some_open"].format(open=open_, total=texts)


def _command_word(command: Command | None) -> str:
    """The name of what a key does everywhere among the words of the pages, if it does anything."""
    word = f"key_{command}"
    return word if word in pages_words()[FIRST] else ""


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _language() -> str:
    """The language of the page that was shown; at first, what the browser asks for."""
    known = pages_words()
    shown = request.form.get("language", "") if request.method == "POST" else ""
    asked = (locale.partition("-")[0].lower() for locale in request.accept_languages.values())
    return next((code for code in (shown, *asked) if code in known), FIRST)
