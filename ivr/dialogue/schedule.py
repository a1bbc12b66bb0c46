"""When somebody answers a telephone line: opening hours, and how it stands at a moment."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY

Clock = Mapping[str, int]
"""The time now by time zone, in minutes since Monday 00:00 there."""


class Standing(StrEnum):
    """How a line stands at a moment."""

    ALWAYS = "always"
    OPEN = "open"
    OPENS_TODAY = "opens_today"
    OPENS_TOMORROW = "opens_tomorrow"
    OPENS_ON = "opens_on"


@dataclass(frozen=True, slots=True)
class Moment:
    """How a line stands, and until or from which minute of the week; 0 where it never changes."""

    standing: Standing
    minute: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Opening hours in the line's own time zone.

    ``spans`` are the openings of a week, each from a minute since Monday 00:00 until another,
    in order; two that touch are one.
    """

    zone: str
    spans: tuple[tuple[int, int], ...]

    @property
    def is_always_open(self) -> bool:
        """Whether somebody answers at every minute."""
        return self.spans == ((0, WEEK),)

    def at(self, minute: int) -> Moment:
        """How the line stands at a minute of the week."""
        if self.is_always_open:
            return Moment(Standing.ALWAYS)
        for start, end in self.spans:
            if start <= minute < end:
                return Moment(Standing.OPEN, self._closing(end))
        start = next((start for start, _ in self.spans if start > minute), self.spans[0][0])
        days = (start // DAY - minute // DAY) % 7
        if days == 0 and start > minute:
            return Moment(Standing.OPENS_TODAY, start)
        return Moment(Standing.OPENS_TOMORROW if days == 1 else Standing.OPENS_ON, start)

    def _closing(self, end: int) -> int:
        """Who is open over midnight of a Sunday closes when Monday's first opening ends."""
        if end == WEEK and self.spans[0][0] == 0:
            return self.spans[0][1]
        return end % WEEK

    def moments(self) -> tuple[Moment, ...]:
        """Every way in which the line can stand: what there have to be words for."""
        if self.is_always_open:
            return (Moment(Standing.ALWAYS),)
        opens = (Standing.OPENS_TODAY, Standing.OPENS_TOMORROW, Standing.OPENS_ON)
        return (
            *(Moment(Standing.OPEN, self._closing(end)) for _, end in self.spans),
            *(Moment(standing, start) for standing in opens for start, _ in self.spans),
        )


@dataclass(frozen=True, slots=True)
class StaffHours:
    """When people are there: opening hours of a week, and days on which others hold.

    ``exceptions`` has openings of a day, in minutes since midnight, by date (ISO 8601); none
    where they are away all day. ``holidays`` are the dates on which they are away otherwise.
    """

    schedule: Schedule
    exceptions: Mapping[str, tuple[tuple[int, int], ...]]
    holidays: Container[str]

    def open_at(self, minute: int, date: str) -> bool:
        """Whether they are there at a minute of the week, on that date."""
        spans = self.exceptions.get(date)
        if spans is not None:
            return any(start <= minute % DAY < end for start, end in spans)
        if date in self.holidays:
            return False
        return any(start <= minute < end for start, end in self.schedule.spans)


def joined(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Openings in order, with those that touch or overlap made one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)
