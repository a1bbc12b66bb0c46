"""The words of a text: those of the book, and reminders for staff."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from ivr.dialogue import Book

Compose = Callable[[str, str], str | None]
"""The words of a text of this kind in this language; none if there is no such text."""

REMINDER: Final = "reminder"


class Waiting(StrEnum):
    """What waits for staff."""

    REQUESTS = "requests"
    MESSAGES = "messages"


def reminder(what: Waiting, count: int, hours: int) -> str:
    """The kind of a text that tells staff how many wait, and for how long."""
    return f"{REMINDER}:{what} {count} {hours}"


def composer(book: Book) -> Compose:
    """Composes the texts of a book, and reminders."""

    def compose(kind: str, language: str) -> str | None:
        name, _, rest = kind.partition(":")
        if name == REMINDER:
            return _reminding(*rest.split())
        texts: Mapping[str, str] = getattr(book.languages.get(language), "texts", {})
        return texts.get(kind)

    return compose


def _reminding(what: str, count: str, hours: str) -> str:
    since = "less than an hour" if hours == "0" else f"{hours} hour{'s' * (hours != '1')}"
    oldest = "It has" if count == "1" else "The oldest has"
    if what == Waiting.MESSAGES:
        wait = "1 message waits" if count == "1" else f"{count} messages wait"
        return f"Careline: {wait} to be heard. {oldest} waited for {since}. See the console."
    wait = "1 request waits" if count == "1" else f"{count} requests wait"
    return f"Careline: {wait} to be called back. {oldest} been due for {since}. See ivr requests."
