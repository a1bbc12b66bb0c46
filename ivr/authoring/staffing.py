"""Whom callers can be connected with: our own staff, and the lines of the directory."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivr.authoring.calendars import holidays_of
from ivr.authoring.examined import Examined
from ivr.authoring.hours import spans
from ivr.authoring.linking import line_group
from ivr.authoring.openings import minutes
from ivr.authoring.schema import StaffHoursShape, StaffOrder, StaffShape
from ivr.dialogue.book import StaffGroup
from ivr.dialogue.schedule import Schedule, StaffHours

LINE_RINGS: Final = 60
"""Seconds that a line of the directory may ring: they let callers wait."""

CLOSED: Final = "closed"


def groups(examined: Examined, numbers: Mapping[str, tuple[str, ...]]) -> dict[str, StaffGroup]:
    """Everybody whom callers can be connected with, by name of the group.

    ``numbers`` are those of our own staff, by the environment variable that holds them.
    """
    found = {name: _group(shape, numbers) for name, shape in examined.service.staff.items()}
    for name, number in _lines(examined):
        found[line_group(name)] = StaffGroup((number,), LINE_RINGS, whispers=False)
    return found


def dialled(number: str) -> str | None:
    """A number of the directory in E.164; None if it can't be called from another country."""
    digits = number.replace("-", "")
    return f"+{digits}" if digits.startswith("1") and len(digits) > LONGEST_SHORT else None


LONGEST_SHORT: Final = 10
"""Digits up to which a number, such as 988, is of one country and has no country in it."""


def _lines(examined: Examined) -> Iterator[tuple[str, str]]:
    directory = examined.manuscript.directory or {}
    for flow in examined.manuscript.flows.values():
        for node in flow.nodes.values():
            line = node.transfer.line if node.transfer else None
            if line in directory and (number := dialled(directory[line].number)):
                yield line, number


def _group(shape: StaffShape, numbers: Mapping[str, tuple[str, ...]]) -> StaffGroup:
    return StaffGroup(
        numbers.get(shape.numbers_from, ()),
        shape.ring,
        at_once=shape.order is StaffOrder.AT_ONCE,
        hours=_hours(shape.hours) if shape.hours else None,
    )


def _hours(shape: StaffHoursShape) -> StaffHours:
    exceptions = {
        date: () if span == CLOSED else (_span(span),) for date, span in shape.exceptions.items()
    }
    schedule = Schedule(shape.zone, spans(shape))
    return StaffHours(schedule, exceptions, holidays_of(shape.holidays))


def _span(written: str) -> tuple[int, int]:
    opens, _, closes = written.partition("-")
    return minutes(opens), minutes(closes)
