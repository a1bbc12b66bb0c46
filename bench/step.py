"""How long ``step`` itself takes, in microseconds."""

from collections.abc import Callable
from functools import partial
from statistics import median
from timeit import repeat

from ivr.authoring import load
from ivr.dialogue import (
    CallStarted,
    CallState,
    DigitsPressed,
    Event,
    SilenceFell,
    opening,
    step,
)
from ivr.settings import shipped_book

TIMES, REPEATS = 5_000, 9


def measure() -> dict[str, float]:
    """Microseconds of a menu turn, of going on in a reading, and of a silence in a menu."""
    book = load(shipped_book())
    menu = step(book, opening(book), CallStarted()).state
    reading = step(book, step(book, menu, DigitsPressed("4")).state, DigitsPressed("1")).state
    turns: dict[str, tuple[CallState, Event]] = {
        "a menu turn": (menu, DigitsPressed("1")),
        "the next part of a reading": (reading, SilenceFell()),
        "a silence in a menu": (menu, SilenceFell()),
    }
    return {name: _microseconds(partial(step, book, *turn)) for name, turn in turns.items()}


def _microseconds(call: Callable[[], object]) -> float:
    return median(repeat(call, number=TIMES, repeat=REPEATS)) / TIMES * 1e6
