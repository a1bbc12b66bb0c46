"""When staff are there: hours, holidays, exceptions; and lines of the directory."""

from datetime import datetime

import pytest

from ivr.authoring.calendars import holidays_of, is_known
from ivr.authoring.staffing import dialled
from ivr.dialogue import Book
from ivr.dialogue.circumstances import Circumstances
from ivr.dialogue.schedule import DAY, Schedule, StaffHours

OFFICE = Schedule("America/New_York", tuple((d * DAY + 540, d * DAY + 1020) for d in range(5)))
HOURS = StaffHours(
    OFFICE, {"2026-12-24": (), "2026-12-25": ((600, 720),), "2026-11-28": ((600, 720),)},
    holidays_of("US"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-24T08:59", False),
        ("2026-11-24T09:00", True),
        ("2026-11-24T16:59", True),
        ("2026-11-24T17:00", False),
        ("2026-11-26T12:00", False),  # Thanksgiving
        ("2031-07-04T12:00", False),  # Independence Day, years ahead
        ("2026-12-24T12:00", False),  # closed by exception
        ("2026-12-25T11:00", True),  # a holiday with hours of its own
        ("2026-12-25T13:00", False),
        ("2026-11-28T11:00", True),  # a Saturday with hours
        ("2026-11-29T11:00", False),
    ],
)
def test_staff_are_there_when_their_hours_say(moment: str, *, there: bool) -> None:
    """An exception goes before a holiday, and a holiday before the hours of the week."""
    then = datetime.fromisoformat(moment)
    minute = then.weekday() * DAY + then.hour * 60 + then.minute
    assert HOURS.open_at(minute, then.date().isoformat()) is there


@pytest.mark.parametrize(
    ("place", "known"),
    [("US", True), ("US-NY", True), ("US-XX", False), ("XX", False), ("", False)],
)
def test_a_place_without_known_holidays_is_refused(place: str, *, known: bool) -> None:
    """So that nobody is called on a holiday because of a misspelt state."""
    assert is_known(place) is known


def test_without_a_clock_staff_are_taken_to_be_there(staffed_book: Book) -> None:
    """A line that can't tell the time calls, rather than sends callers away."""
    assert Circumstances().finds(staffed_book.staff["staff"])


@pytest.mark.parametrize(
    ("number", "called"),
    [("1-800-227-2345", "+18002272345"), ("988", None), ("911", None), ("711", None)],
)
def test_short_numbers_are_never_called(number: str, called: str | None) -> None:
    """Emergency and crisis numbers are said, and not bridged."""
    assert dialled(number) == called
