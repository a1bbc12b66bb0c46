"""Rounds find everything that is due, remind, delete, and go on whatever fails."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from ivr.dialogue import Book
from ivr.jobs.composing import Waiting, composer, reminder
from ivr.jobs.errand import Errand, Step, drain
from ivr.jobs.rounds import EVERY, Rounds
from ivr.records import DatabaseError, Reason, Records
from ivr.retention import Retention
from tests.jobs.conftest import Clock
from tests.records.kept import NUMBER, OTHER, counts, wish

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@dataclass
class Rows:
    """So many rows to look after, and what comes of each."""

    left: int = 3
    outcome: Step = Step.DID
    error: Exception | None = None
    next_due: datetime | None = None
    looked: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def one(self) -> Step:
        """Look after one."""
        self.looked += 1
        if self.error:
            raise self.error
        if not self.left:
            return Step.NOTHING
        self.left -= 1
        return self.outcome

    def due(self) -> datetime | None:
        """When the next one is due."""
        return self.next_due


def going(records: Records, clock: Clock, *errands: Errand, staff: tuple[str, ...] = ()) -> Rounds:
    """Rounds at these rows."""
    return Rounds(records, errands, staff, Retention(), clock)


def test_rows_are_looked_after_until_there_are_none() -> None:
    """Or as many as one hint is good for; or until nothing works, or the worker is to stop."""
    stopping = threading.Event()
    assert drain(Rows(), stopping) is Step.NOTHING
    assert drain(Rows(), stopping, 2) is Step.DID
    assert drain(Rows(outcome=Step.STOP), stopping) is Step.STOP
    stopping.set()
    rows = Rows()
    assert (drain(rows, stopping), rows.looked) == (Step.DID, 0)


def test_a_round_goes_on_whatever_fails(
    records: Records, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """An error is told, without its message if that may hold anything; the others have a turn."""
    away = Rows(error=DatabaseError(Reason.AWAY))
    odd = Rows(error=ValueError(NUMBER))
    fine = Rows()
    rounds = going(records, clock, away, odd, fine)
    rounds.go(threading.Event())
    assert fine.left == 0
    assert "the database can't be reached" in caplog.text
    assert "ValueError" in caplog.text
    assert NUMBER not in caplog.text
    assert rounds.rest() == EVERY


def test_the_next_round_begins_when_something_is_due(records: Records, clock: Clock) -> None:
    """After a second at least and a minute at most; after a minute, where nothing works."""
    rows = Rows(left=0)
    rounds = going(records, clock, rows, Rows(left=0))
    for seconds, rest in ((None, 60), (20, 20), (0, 1), (-5, 1), (300, 60)):
        rows.next_due = None if seconds is None else clock() + timedelta(seconds=seconds)
        assert rounds.rest() == timedelta(seconds=rest)
    blocked = going(records, clock, Rows(outcome=Step.STOP, next_due=clock()))
    blocked.go(threading.Event())
    assert blocked.rest() == EVERY


def test_rounds_end_when_the_worker_is_to_stop(records: Records, clock: Clock) -> None:
    """Without another look at anything."""
    stopping = threading.Event()
    rows = Rows(left=100)
    rounds = going(records, clock, rows)
    thread = threading.Thread(target=rounds.run, args=(stopping,))
    thread.start()
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()


def test_old_records_are_deleted_once_a_day(records: Records, url: str, clock: Clock) -> None:
    """At the first round of a worker, and then a day later."""
    records.requests.create(wish(), clock())
    rounds = going(records, clock)
    rounds.go(threading.Event())
    clock.pass_by(DAY * 366)
    rounds.go(threading.Event())
    assert counts(url)["requests"] == 0


def test_staff_are_reminded_of_requests_that_wait(
    records: Records, url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """In the log, with a count; and by one text to each who wants one, once a day."""
    records.requests.create(wish(), clock())
    records.requests.create(wish("CA2", OTHER), clock())
    clock.pass_by(7 * HOUR)
    rounds = going(records, clock, staff=(OTHER, "+15555550198"))
    for _ in range(3):
        rounds.go(threading.Event())
        clock.pass_by(HOUR)
    assert counts(url)["texts"] == 2
    assert caplog.text.count("2 requests to be called back are due") == 1
    assert "oldest for 3 hours" in caplog.text
    assert NUMBER not in caplog.text
    text = records.sending.claim(clock(), HOUR)
    assert text
    assert text.kind == reminder(Waiting.REQUESTS, 2, 3)


def test_staff_are_reminded_of_messages_that_nobody_heard(
    records: Records, url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """After a day, and once a day; with a count, and by text."""
    for sid in ("RE1", "RE2"):
        records.voicemails.add(
            provider_sid=sid, number=NUMBER, language="en", seconds=3, now=clock()
        )
    rounds = going(records, clock, staff=(OTHER,))
    for hours in (24, 2, 2):
        clock.pass_by(hours * HOUR)
        rounds.go(threading.Event())
    assert counts(url)["texts"] == 1
    assert caplog.text.count("2 messages of callers wait and nobody has heard them") == 1
    assert "oldest for 26 hours" in caplog.text
    assert NUMBER not in caplog.text
    text = records.sending.claim(clock(), HOUR)
    assert text
    assert text.kind == reminder(Waiting.MESSAGES, 2, 26)


def test_messages_that_nobody_heard_do_not_go_in_silence(
    records: Records, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reads the log learns how many went unheard."""
    for sid in ("RE1", "RE2"):
        voicemail = records.voicemails.add(
            provider_sid=sid, number=NUMBER, language="en", seconds=3, now=clock()
        )
        records.fetching.fetched(voicemail, b"sound", clock())
        records.fetching.deleted(voicemail)
    records.voicemails.recording(voicemail, by="ana", now=clock())
    clock.pass_by(31 * DAY)
    going(records, clock).go(threading.Event())
    assert "1 messages were deleted that nobody had heard" in caplog.text


@pytest.mark.parametrize(
    ("what", "count", "hours", "words"),
    [
        (
            Waiting.REQUESTS,
            1,
            0,
            "1 request waits to be called back. It has been due for less than an hour.",
        ),
        (
            Waiting.REQUESTS,
            2,
            1,
            "2 requests wait to be called back. The oldest has been due for 1 hour.",
        ),
        (
            Waiting.REQUESTS,
            3,
            26,
            "3 requests wait to be called back. The oldest has been due for 26 hours.",
        ),
        (Waiting.MESSAGES, 1, 24, "1 message waits to be heard. It has waited for 24 hours."),
        (
            Waiting.MESSAGES,
            3,
            26,
            "3 messages wait to be heard. The oldest has waited for 26 hours.",
        ),
    ],
)
def test_a_reminder_says_how_many_wait_and_how_long(
    book: Book, what: Waiting, count: int, hours: int, words: str
) -> None:
    """And nothing of whom."""
    where = "ivr requests" if what is Waiting.REQUESTS else "the console"
    text = composer(book)(reminder(what, count, hours), "en")
    assert text == f"Careline: {words} See {where}."


def test_texts_are_those_of_the_book(book: Book) -> None:
    """In the language that they were asked for in; a language or a text may be gone."""
    compose = composer(book)
    assert compose("no such text", "en") is None
    assert compose("hospice", "xx") is None
