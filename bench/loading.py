"""How long the shipped book takes to load, each time in a fresh process."""

import subprocess
import sys
from dataclasses import dataclass
from statistics import median

REPEATS = 7

LOAD = """
import time
began = time.perf_counter()
from ivr.authoring import load
from ivr.settings import shipped_book
from ivr.telephony.twiml import Renderer
imported = time.perf_counter()
book = load(shipped_book())
loaded = time.perf_counter()
Renderer(book)
rendered = time.perf_counter()
print(imported - began, loaded - imported, rendered - loaded)
"""


@dataclass(frozen=True, slots=True)
class Loading:
    """Seconds: of importing, of loading the book, and of making its TwiML."""

    imports: float
    book: float
    twiml: float


def measure() -> Loading:
    """The medians over several fresh processes."""
    runs = []
    for _ in range(REPEATS):
        done = subprocess.run(
            [sys.executable, "-c", LOAD], capture_output=True, text=True, check=True
        )
        runs.append([float(number) for number in done.stdout.split()])
    return Loading(*(median(column) for column in zip(*runs, strict=True)))
