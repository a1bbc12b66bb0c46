"""How long checking takes: the shipped book, and generated books of growing size."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from bench.book import generate
from ivr.authoring.checking import check
from ivr.settings import shipped_book

SIZES: Final = (500, 1_000, 2_000)
REPEATS: Final = 3
DAY: Final = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Checked:
    """Seconds that a book took, its nodes, and the states and transitions explored."""

    nodes: int
    states: int
    transitions: int
    seconds: float

    @property
    def microseconds_a_state(self) -> float:
        """What one state costs, all rules included."""
        return 1e6 * self.seconds / self.states


def measure() -> tuple[Checked, list[Checked]]:
    """The shipped book and the generated ones, after a first check that loads the dictionary."""
    check(shipped_book(), DAY)
    shipped = _checked(shipped_book(), REPEATS)
    grown = []
    for size in SIZES:
        with TemporaryDirectory() as folder:
            grown.append(_checked(generate(Path(folder) / "book", size), 1))
    return shipped, grown


def _checked(root: Path, repeats: int) -> Checked:
    times = []
    for _ in range(repeats):
        began = perf_counter()
        found = check(root, DAY)
        times.append(perf_counter() - began)
    if found.book is None or found.exploration is None:
        raise RuntimeError(found.problems)
    explored = found.exploration
    return Checked(len(found.book.nodes), explored.states, explored.transitions, median(times))
