"""A turn while it is being made: the state so far, and what has to be spoken."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ivr.dialogue.actions import Ending, Speak, Turn
from ivr.dialogue.book import Book, Language, Phrase, part_id, phrase_id
from ivr.dialogue.state import CallState, Place


class Draft:
    """Collects what one turn speaks. Lives only inside ``step``."""

    __slots__ = ("book", "spoken", "state")

    def __init__(self, book: Book, state: CallState) -> None:
        self.book = book
        self.state = state
        self.spoken: list[str] = []

    @property
    def language(self) -> Language:
        """The language the call is in."""
        return self.book.languages[self.state.language]

    def parts(self, node: str) -> int:
        """How many parts this node's text has in the call's language."""
        return self.language.parts.get(node, 0)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of CallState
        """Replace fields of the state."""
        self.state = replace(self.state, **changes)

    def speak(self, *passages: str) -> None:
        """Add passages, by id."""
        self.spoken.extend(passages)

    def say(self, phrase: Phrase) -> None:
        """Add one of the line's own phrases."""
        self.spoken.append(phrase_id(phrase))

    def read(self, node: str, parts: Iterable[int] | None = None) -> None:
        """Add these parts of a node's text; all of them unless told."""
        which = range(self.parts(node)) if parts is None else parts
        self.spoken.extend(part_id(node, part) for part in which)

    def understood(self, place: Place, trail: tuple[Place, ...]) -> None:
        """Move to a place, and forget earlier silences and misunderstandings."""
        old = self.state
        self.state = CallState(
            book=old.book,
            language=old.language,
            place=place,
            trail=trail,
            pace=old.pace,
            warned=old.warned,
        )

    def done(self, ending: Ending) -> Turn:
        """The turn, finished."""
        speech = Speak(tuple(self.spoken), self.state.language, self.state.pace)
        return Turn(self.state, speech, ending)
