"""Where a call is: a small frozen value that travels with it."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from ivr.dialogue.book import Book, Pace

GATE: Final = -1
"""The part of a reading at which the caller is asked whether to hear it."""


class Stage(IntEnum):
    """How far an errand is: the part of its node at which the caller is."""

    ASKED = 0
    """Whether it is to be done at all, and for which number."""
    TYPING = 1
    CONFIRMING = 2
    RECORDING = 3
    RECORDED = 4
    RECORDING_AGAIN = 5
    """The message before is being thrown away, to be spoken again."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller has said so far of what the line is to do for them.

    ``typed`` are digits that were typed and not confirmed yet, ``number`` is the one that was, in
    E.164, to be called at; ``text_to`` is one for a text. ``topic`` tells whether the staff may
    know what was heard last. ``message`` is what the provider calls the caller's recording.
    """

    number: str = field(default="", repr=False)
    typed: str = field(default="", repr=False)
    best_time: str = ""
    topic: bool = False
    message: str = ""
    text_to: str = field(default="", repr=False)


NO_WISH: Final = Wish()


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a node: GATE, a part counted from 0, or, one past the last part, the offer."""

    node: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class CallState:
    """Everything the next turn needs to know about the call so far.

    ``trail`` is where the caller came from, oldest first. ``silences`` and
    ``misunderstandings`` count since the caller was last understood, each apart, and so do
    ``questions`` about what they meant. ``asked`` are the destinations that the last question
    offered, under the keys 1, 2 and 3. ``wish`` is what the line was asked to do, and ``heard``
    the topic that was read last. ``left`` is where an earlier call broke off, while the caller is
    asked whether to go on there.
    """

    book: str
    language: str
    place: Place
    trail: tuple[Place, ...] = ()
    pace: Pace = Pace.NORMAL
    silences: int = 0
    misunderstandings: int = 0
    warned: bool = False
    asked: tuple[str, ...] = ()
    questions: int = 0
    wish: Wish = NO_WISH
    heard: str = field(default="", repr=False)
    left: Place | None = None


def opening(book: Book) -> CallState:
    """The state of a call in which nothing has been said yet."""
    language = next(iter(book.languages))
    return CallState(book=book.version, language=language, place=Place(book.service.start))


def travelled(
    trail: tuple[Place, ...], origin: Place, destination: str, bound: int
) -> tuple[Place, ...]:
    """The trail of a caller who goes from ``origin`` to the node ``destination``.

    A node stands on the trail once: who comes to a node again has walked back to it. The
    oldest places are forgotten beyond ``bound``.
    """
    if origin.node != destination:
        trail = (*trail, origin)
    for position, place in enumerate(trail):
        if place.node == destination:
            return trail[:position]
    return trail[-bound:]
