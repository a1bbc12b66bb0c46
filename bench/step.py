"""How long ``step`` itself takes, in microseconds."""

from statistics import median
from timeit import repeat

from ivr.authoring import load
from ivr.dialogue import CallStarted, DigitsPressed, SilenceFell, opening, step
from ivr.settings import shipped_book

TIMES, REPEATS = 5_000, 9


def measure() -> dict[str, float]:
    """Microseconds of a menu turn, of going on in a reading, and of a silence in a menu."""
    book = load(shipped_book())
    menu = step(book, opening(book), CallStarted()).state
    reading = step(book, step(book, menu, DigitsPressed("4")).state, DigitsPressed("1")).state
    turns = {
        "a menu turn": (menu, DigitsPressed("1")),
        "the next part of a reading": (reading, SilenceFell()),
        "a silence in a menu": (menu, SilenceFell()),
    }
    return {
        name: median(
            repeat(lambda at=at, event=event: step(book, at, event), number=TIMES, repeat=REPEATS)
        )
        / TIMES
        * 1e6
        for name, (at, event) in turns.items()
    }
