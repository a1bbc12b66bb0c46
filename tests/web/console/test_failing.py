"""A console whose database is away, outdated, or broken says so, and shows no traces."""

import logging
from pathlib import Path

import pytest

from ivr.dialogue import Book
from ivr.records import Records
from tests.records.kept import KEY
from tests.web.console.browsing import PASSWORD, Browser, Clock, application, settings


def away(url: str) -> None:
    """Take the database away."""
    Path(url.removeprefix("sqlite:///")).rename(url.removeprefix("sqlite:///") + ".away")


@pytest.mark.parametrize(
    "path",
    ["/console/requests", "/console/requests/1234", "/console/voicemails", "/console/numbers",
     "/console/audit", "/console/voicemails/ab/sound"],
)  # fmt: skip
def test_pages_say_that_the_records_can_not_be_reached(
    eve: Browser, records: Records, url: str, path: str
) -> None:
    """With status 503 and what to do; no trace, no address of the database."""
    records.close()
    away(url)
    eve.open(path)
    assert eve.status == 503
    assert "can't be reached right now" in eve.text
    assert "Traceback" not in eve.page
    assert "careline.db" not in eve.page


def test_logging_in_says_so_too(
    visitor: Browser, records: Records, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator finds the reason in the log; nothing that was typed is there."""
    records.close()
    away(url)
    with caplog.at_level(logging.DEBUG):
        visitor.enter("ana")
    assert visitor.status == 503
    assert "IVR_DATABASE_URL" in caplog.text
    for typed in ("ana", PASSWORD):
        assert typed not in caplog.text


def test_a_database_without_tables_is_no_crash(tmp_path: Path, book: Book) -> None:
    """As before the first command that makes it."""
    (tmp_path / "empty.db").touch()
    url = f"sqlite:///{tmp_path}/empty.db"
    records = Records(url, [KEY])
    browser = Browser(application(records, settings(url), book, Clock()).test_client())
    browser.enter("ana")
    assert browser.status == 503
    records.close()


def test_an_error_that_nobody_thought_of_is_logged_without_its_words(
    ana: Browser, records: Records, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """The page says that something went wrong, and the log where."""

    def broken() -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(records.requests, "waiting", broken)
    ana.open("/console/requests")
    assert ana.status == 500
    assert "Something went wrong here" in ana.text
    assert "ZeroDivisionError" in caplog.text
    assert "a secret" not in caplog.text + ana.page


def test_an_address_that_leads_nowhere_is_said_so(ana: Browser) -> None:
    """With the way back; so is a form that is asked for as a page."""
    ana.open("/console/nothing")
    assert ana.status == 404
    ana.open("/console/logout")
    assert ana.status in {404, 405}
    assert "To the list" in ana.text
