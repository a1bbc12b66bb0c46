"""Opening hours as they are written: ``mon-fri`` and ``09:00-17:00``."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekdays(days: str) -> list[str]:
    """The days that are named, also over the end of the week."""
    first, _, last = days.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [DAYS[day % 7] for day in range(start, end + 1 if end >= start else end + 8)]


def minutes(clock: str) -> int:
    """The minutes since midnight at a time such as 09:30."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def overlapping(opening: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each two entries that open a line at the same minute; touching is not overlapping."""
    for (first, one), (second, other) in combinations(opening.items(), 2):
        opens, _, closes = one.partition("-")
        other_opens, _, other_closes = other.partition("-")
        shared = not set(weekdays(first)).isdisjoint(weekdays(second))
        if shared and opens < other_closes and other_opens < closes:
            yield first, second
