"""Turns that tell the line to do something, finished with what may come of it."""

from collections.abc import Iterator
from dataclasses import replace

from ivr.dialogue import Book, Turn, step
from ivr.dialogue.actions import Perform
from ivr.dialogue.circumstances import UNKNOWN, Circumstances
from ivr.dialogue.events import Outcome, Performed


def finished(book: Book, turn: Turn, outcome: Outcome, around: Circumstances = UNKNOWN) -> Turn:
    """A turn of which all is done that it told the line to do, with this outcome."""
    spoken: tuple[str, ...] = ()
    while isinstance(turn.ending, Perform):
        spoken += turn.speech.passages
        reference = "1234" if outcome is Outcome.DONE else ""
        turn = step(book, turn.state, Performed(outcome, reference), around=around)
    return replace(turn, speech=replace(turn.speech, passages=spoken + turn.speech.passages))


def every_way(book: Book, turn: Turn, around: Circumstances = UNKNOWN) -> Iterator[Turn]:
    """A turn, finished in every way; itself where there is nothing to do."""
    outcomes = Outcome if isinstance(turn.ending, Perform) else (Outcome.DONE,)
    for outcome in outcomes:
        yield finished(book, turn, outcome, around)
