"""Where the bars of a chart stand and how long they are; templates draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 600
HEIGHT: Final = 160
GAP: Final = 4
LEAST: Final = 3
"""How high the mark is of a day that has no count to show, so that it is seen that it has none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that stands on the lower edge of a chart of WIDTH by HEIGHT."""

    x: float
    y: float
    width: float
    height: float
    small: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar beside its name; ``share`` is its length in percent of the longest."""

    name: str
    count: int
    share: float


def columns(counts: Sequence[int]) -> list[Column]:
    """A column for each count, the highest as high as the chart."""
    highest = max(counts, default=0) or 1
    step = WIDTH / max(len(counts), 1)
    made = []
    for place, count in enumerate(counts):
        height = max(HEIGHT * count / highest, LEAST)
        x, y = round(place * step + GAP / 2, 1), round(HEIGHT - height, 1)
        made.append(Column(x, y, round(step - GAP, 1), round(height, 1), small=not count))
    return made


def bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    """A bar for each count, the longest as wide as the chart."""
    longest = max((count for _, count in counts), default=0) or 1
    return [Bar(name, count, round(100 * count / longest, 1)) for name, count in counts]
