"""A turn while it is being made: the state so far, and what has to be spoken."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from ivr.dialogue.actions import Ending, Listen, Speak, Spoken, Turn
from ivr.dialogue.book import (
    BETWEEN_DIGITS,
    Book,
    Language,
    Phrase,
    digit_id,
    hours_id,
    part_id,
    phrase_id,
)
from ivr.dialogue.circumstances import Circumstances
from ivr.dialogue.nodes import Read
from ivr.dialogue.state import CallState, Place

NOISY: Final = 2
"""Misunderstandings after which words may not interrupt the line any more."""


class Draft:
    """Collects what one turn speaks. Lives only inside ``step``."""

    __slots__ = ("around", "book", "message", "spoken", "state")

    def __init__(self, book: Book, state: CallState, around: Circumstances) -> None:
        self.book = book
        self.state = state
        self.around = around
        self.spoken: list[str] = []
        self.message = ""

    @property
    def language(self) -> Language:
        """The language the call is in."""
        return self.book.languages[self.state.language]

    def parts(self, node: str) -> int:
        """How many parts this node's text has in the call's language."""
        return self.language.parts.get(node, 0)

    def fitting(self, place: Place) -> Place:
        """A place in the call's language, in which a text may have fewer parts."""
        if isinstance(self.book.nodes[place.node], Read):
            return Place(place.node, min(place.part, self.parts(place.node)))
        return place

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

    def say_digits(self, groups: Iterable[str]) -> None:
        """Say digits one by one, with a rest after each group."""
        for group in groups:
            self.spoken.extend(digit_id(digit) for digit in group)
            self.spoken.append(BETWEEN_DIGITS)

    def replay(self, message: str) -> None:
        """Play the caller's own message, before anything is said."""
        self.message = message

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
            wish=old.wish,
            heard=old.heard,
        )

    def listen(self, timeout: int, most_digits: int = 1) -> Turn:
        """The turn, finished by waiting for the caller; ``timeout`` is in seconds.

        Who was misunderstood twice hears the line out before it listens: a noisy room would
        otherwise cut every prompt short.
        """
        spoken = Spoken.ANYTIME
        if not self.book.service.listens:
            spoken = Spoken.NEVER
        elif self.state.misunderstandings >= NOISY:
            spoken = Spoken.AFTERWARDS
        return self.done(Listen(timeout, spoken, most_digits))

    def done(self, ending: Ending) -> Turn:
        """The turn, finished."""
        timed = self.language.timed
        spoken = self.spoken
        if not timed.keys().isdisjoint(spoken):
            spoken = [made for passage in spoken for made in self._with_hours(passage)]
        state = self.state
        speech = Speak(tuple(spoken), state.language, state.pace, self.message)
        return Turn(state, speech, ending)

    def _with_hours(self, passage: str) -> Iterator[str]:
        for fragment in self.language.timed.get(passage, (passage,)):
            if isinstance(fragment, str):
                yield fragment
                continue
            schedule = self.book.hours[fragment.line]
            if schedule.zone in self.around.clock:
                moment = schedule.at(self.around.clock[schedule.zone])
                yield hours_id(fragment.line, moment)
