"""Opening hours: how a line stands at each minute of a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.schedule import DAY, WEEK, Moment, Schedule, Standing, joined

HOUR = 60
OFFICE = Schedule(
    "America/New_York", tuple((d * DAY + 9 * HOUR, d * DAY + 17 * HOUR) for d in range(5))
)
MINUTES = st.integers(0, WEEK - 1)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any opening hours: a few spans inside a week, joined where they touch."""
    starts = draw(st.lists(MINUTES, min_size=1, max_size=8))
    spans = tuple((start, min(WEEK, start + draw(st.integers(1, WEEK)))) for start in starts)
    return Schedule("UTC", joined(spans))


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (0, 8, Moment(Standing.OPENS_TODAY, 9 * HOUR)),
        (0, 9, Moment(Standing.OPEN, 17 * HOUR)),
        (0, 17, Moment(Standing.OPENS_TOMORROW, DAY + 9 * HOUR)),
        (4, 20, Moment(Standing.OPENS_ON, 9 * HOUR)),
        (5, 12, Moment(Standing.OPENS_ON, 9 * HOUR)),
        (6, 12, Moment(Standing.OPENS_TOMORROW, 9 * HOUR)),
    ],
)
def test_office_hours_are_told_as_a_person_would(day: int, hour: int, expected: Moment) -> None:
    """Today, tomorrow, or the day of the week; from Friday evening on, Monday."""
    assert OFFICE.at(day * DAY + hour * HOUR) == expected


def test_who_is_open_at_every_minute_is_always_open() -> None:
    """Seven whole days that touch are one span without an end."""
    spans = tuple((day * DAY, (day + 1) * DAY) for day in range(7))
    always = Schedule("UTC", joined(spans))
    assert {always.at(minute) for minute in range(0, WEEK, 7)} == {Moment(Standing.ALWAYS)}


def test_who_is_open_over_midnight_of_sunday_closes_on_monday() -> None:
    """The week is a circle: Sunday 22:00 to Monday 02:00 is one night."""
    night = Schedule("UTC", ((0, 2 * HOUR), (6 * DAY + 22 * HOUR, WEEK)))
    assert night.at(WEEK - 1) == Moment(Standing.OPEN, 2 * HOUR)


@given(schedules(), MINUTES)
def test_there_are_words_for_every_way_in_which_a_line_can_stand(
    schedule: Schedule, minute: int
) -> None:
    """What `at` gives is always one of `moments`, for which passages are made."""
    assert schedule.at(minute) in schedule.moments()


@given(schedules(), MINUTES)
def test_a_line_is_open_exactly_within_its_hours(schedule: Schedule, minute: int) -> None:
    """Never told open while it is closed, nor closed while it is open."""
    is_open = any(start <= minute < end for start, end in schedule.spans)
    told_open = schedule.at(minute).standing in (Standing.OPEN, Standing.ALWAYS)
    assert told_open == is_open


@given(schedules(), MINUTES)
def test_the_time_that_is_told_is_when_it_changes(schedule: Schedule, minute: int) -> None:
    """One minute before, nothing has changed yet; at that time, it has."""
    moment = schedule.at(minute)
    if moment.standing is Standing.ALWAYS:
        return
    is_open = moment.standing is Standing.OPEN
    until = (moment.minute - minute) % WEEK
    if until == 0:  # a week long: it is open but for no minute at all, or closed likewise
        until = WEEK
    for ahead in {1, until // 2, until - 1} - {0, until}:
        later = schedule.at((minute + ahead) % WEEK).standing in (Standing.OPEN, Standing.ALWAYS)
        assert later == is_open
    then = schedule.at((minute + until) % WEEK).standing
    assert (then is Standing.OPEN) != is_open
