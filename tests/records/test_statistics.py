"""The numbers of the line: right, in days of a zone, and none from which a caller can be told."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.records import CallFacts, Figures, Records, TurnTaken
from ivr.records.statistics import STEP, rounded
from tests.records.kept import NOW

ZONE = ZoneInfo("America/New_York")
SERIAL = count(1)


def call(records: Records, *nodes: str, at: datetime = NOW, **facts: object) -> None:
    """One call through these nodes."""
    sid = f"CA{next(SERIAL)}"
    values = {"language": "en", "outcome": "information", "how": "caller", "seconds": 61, **facts}
    records.journal.put(CallFacts(sid, at, **values))  # type: ignore[arg-type]
    for sequence, node in enumerate(nodes):
        records.journal.put(TurnTaken(sid, sequence, at, node, "digits"))


def figures(records: Records) -> Figures:
    """The figures of now."""
    assert records.journal.flush()
    return records.statistics.figures(NOW, ZONE)


def test_calls_are_counted_by_day_language_outcome_and_place(records: Records) -> None:
    """Each in steps of five; a node counts once a call, and the last one where a caller left."""
    for _ in range(12):
        call(records, "main.menu", "hospice.what", "main.menu", "hospice.what")
    for _ in range(5):
        call(records, "main.menu", language="es", outcome="person", how="line")
    told = figures(records)
    assert (told.calls, told.minutes) == (15, 30)
    assert told.languages == {"en": 10, "es": 5}
    assert told.outcomes == {"information": 10, "person": 5}
    assert told.heard == {"main.menu": 15, "hospice.what": 10}
    assert told.left == {"hospice.what": 10}
    assert told.days[date(2026, 3, 2)] == 15
    assert (told.first, told.last, len(told.days)) == (date(2026, 2, 1), date(2026, 3, 2), 30)


def test_four_callers_are_in_no_figure(records: Records) -> None:
    """Neither their calls nor their minutes, their language, or what they heard."""
    for _ in range(STEP - 1):
        call(records, "hospice.what")
    told = figures(records)
    assert (told.calls, told.minutes, set(told.days.values())) == (0, 0, {0})
    assert [told.languages, told.outcomes, told.heard, told.left] == [{}] * 4


def test_a_day_is_one_of_the_zone(records: Records) -> None:
    """Half past midnight in UTC is still the evening before in New York; older calls are gone."""
    for _ in range(STEP):
        call(records, at=datetime(2026, 3, 2, 0, 30, tzinfo=ZoneInfo("UTC")))
        call(records, at=datetime(2026, 2, 1, 4, 59, tzinfo=ZoneInfo("UTC")))
        call(records, at=datetime(2026, 2, 1, 5, 0, tzinfo=ZoneInfo("UTC")))
    told = figures(records)
    assert {day: count for day, count in told.days.items() if count} == {
        date(2026, 3, 1): 5,
        date(2026, 2, 1): 5,
    }
    assert told.calls == 10
    here = records.statistics.figures(NOW, None, days=1)
    assert here.last == NOW.astimezone().date()


def test_a_call_that_goes_on_is_counted_and_has_no_end(records: Records) -> None:
    """It is a call of its day; no outcome, no minutes, nobody left."""
    for _ in range(STEP):
        call(records, "main.menu", outcome=None, how=None, seconds=None)
    told = figures(records)
    assert (told.calls, told.minutes, told.outcomes, told.left) == (5, 0, {}, {})


@given(st.integers(0, 10_000))
def test_one_caller_more_or_less_is_not_seen(true: int) -> None:
    """A count is a multiple of the step, and never more than the true one, nor much less."""
    told = rounded(true)
    assert told % STEP == 0
    assert 0 <= true - told < STEP


@pytest.mark.parametrize("hidden", range(STEP))
def test_what_is_hidden_is_not_a_difference(records: Records, hidden: int) -> None:
    """However many of fewer than five spoke Spanish, the total tells nothing of it."""
    for _ in range(40):
        call(records, language="en")
    for place in range(hidden):
        call(records, language="es", at=NOW - timedelta(days=place))
    told = figures(records)
    assert (told.calls, told.languages) == (40, {"en": 40})
