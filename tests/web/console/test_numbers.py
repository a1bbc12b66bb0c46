"""The numbers of the line, and the audit trail: for editors, and without anybody in them."""

import pytest

from ivr.records import Records
from tests.records.kept import NOW, NUMBER, wish
from tests.web.console.browsing import Browser, calls


@pytest.mark.parametrize("path", ["/console/numbers", "/console/audit"])
def test_staff_do_not_see_them(ana: Browser, path: str) -> None:
    """The page says who does, and the menu does not lead there."""
    assert path.removeprefix("/") not in ana.page
    ana.open(path)
    assert ana.status == 403
    assert "for editors" in ana.text


def test_no_calls_are_no_numbers(eve: Browser) -> None:
    """The page says what will be there."""
    eve.open("/console/numbers")
    assert "There is nothing to tell yet" in eve.text
    assert "<svg" not in eve.page


def test_calls_are_told_in_words_tables_and_charts(eve: Browser, records: Records) -> None:
    """Each chart has a title and its table; topics have the names that menus give them."""
    calls(records, 12)
    calls(records, 7, "es", "person")
    eve.open("/console/numbers")
    assert "Calls 15 to 19 Reached a person 5 to 9 Minutes on the line, about 35" in eve.text
    assert "Mon 2 March 15 to 19" in eve.text
    assert "Sun 1 March fewer than 5" in eve.text
    assert "Heard information" in eve.text
    assert "Spanish: 5 to 9 calls" in eve.text
    assert "Recurrence: nearby lymph nodes: 15 to 19 calls that came to it" in eve.text
    assert "The most were 15 to 19, on Mon 2 March" in eve.text
    assert eve.page.count("<svg") == eve.page.count("<title") - 1 == 1 + 2 + 2 + 1 + 1
    assert eve.page.count("<table") == 5


def test_what_few_did_is_not_told(eve: Browser, records: Records) -> None:
    """Neither by itself nor as the rest of a total."""
    calls(records, 10)
    calls(records, 4, "es", "voicemail")
    eve.open("/console/numbers")
    assert "Calls 10 to 14" in eve.text
    assert "Spanish" not in eve.text
    assert "Left a voicemail" not in eve.text
    assert "14" not in eve.text.replace("10 to 14", "").replace("14 February", "")


def test_the_trail_tells_who_did_what(eve: Browser, records: Records) -> None:
    """Without numbers."""
    records.requests.create(wish(), NOW)
    records.requests.list(by="ben", now=NOW)
    eve.open("/console/audit")
    assert "Mon 2 March, 10:00 ben saw request" in eve.text
    assert "eve logged in" in eve.text
    assert NUMBER not in eve.page
