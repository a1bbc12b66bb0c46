"""A line that is up tells opening hours by the time that it is where somebody answers."""

import re
from datetime import UTC, datetime

import pytest

from ivr.settings import read_settings
from ivr.web.line import Line

FORM = {"CallSid": "CA00000000000000000000000000000000"}


def cancercare(moments: list[datetime]) -> list[str]:
    """What one line says of CancerCare's hours at each of these moments."""
    now = [0.0]
    line = Line(read_settings({"IVR_INSECURE_LOCAL": "1"}), lambda: now[0])
    heard = []
    for moment in moments:
        now[0] = moment.timestamp()
        xml = line.answer(FORM, None)
        for key in "51##":
            (token,) = re.findall(r"/voice/([^\"]+)\"", xml)
            xml = line.answer({**FORM, "Digits": key}, token)
        heard.append(xml)
    return heard


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime(2026, 1, 9, 21, 30, tzinfo=UTC), "now, until 5 in the afternoon, Eastern"),
        (datetime(2026, 7, 10, 20, 30, tzinfo=UTC), "now, until 5 in the afternoon, Eastern"),
        (datetime(2026, 7, 10, 21, 30, tzinfo=UTC), "open on Monday at 10 in the morning"),
        (datetime(2026, 7, 13, 3, 30, tzinfo=UTC), "open tomorrow at 10 in the morning"),
        (datetime(2026, 7, 13, 4, 30, tzinfo=UTC), "open today at 10 in the morning"),
    ],
)
def test_hours_are_told_by_the_clocks_of_new_york(day: datetime, expected: str) -> None:
    """In winter and in summer, on a Friday evening, and on either side of Sunday's midnight."""
    (heard,) = cancercare([day])
    assert expected in heard


def test_a_line_that_stays_up_does_not_keep_an_old_time() -> None:
    """The hour at which it last looked is good for that minute only."""
    before, after = cancercare(
        [datetime(2026, 7, 10, 20, 59, tzinfo=UTC), datetime(2026, 7, 10, 21, 0, tzinfo=UTC)]
    )
    assert "They answer now" in before
    assert "They are closed now" in after
