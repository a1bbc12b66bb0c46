"""How long the whole script takes: the shipped book read, loaded, and laid out as a page."""

from datetime import date
from statistics import median
from time import perf_counter
from typing import Final

from ivr.authoring import load
from ivr.authoring.examined import Examined
from ivr.authoring.manuscript import read_manuscript
from ivr.authoring.script.composing import compose
from ivr.authoring.script.layout import script_html
from ivr.settings import shipped_book

REPEATS: Final = 3
DAY: Final = date(2026, 11, 23)


def measure() -> float:
    """Seconds, after a first time that loads the dictionary and the templates."""
    _write()
    return median(_write() for _ in range(REPEATS))


def _write() -> float:
    began = perf_counter()
    root = shipped_book()
    examined = Examined(read_manuscript(root), DAY, made=load(root))
    script_html(compose(examined, DAY, list(examined.book.languages)))
    return perf_counter() - began
