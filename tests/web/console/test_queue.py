"""Requests to be called back: a number is seen by who has taken the request, and by nobody else."""

from dataclasses import replace
from datetime import timedelta

from ivr.dialogue import Book
from ivr.records import Records, RequestState
from tests.records.kept import KEY, NEWER_KEY, NOW, NUMBER, OTHER, SOON, wish
from tests.web.console.browsing import Browser, Clock, application, settings

SHOWN = "+1 555-555-0100"


def audited(records: Records) -> list[str]:
    """What people did with requests, the newest first."""
    return [entry.what for entry in records.audit.last() if entry.kind == "request"]


def test_an_empty_queue_says_what_will_be_there(ana: Browser) -> None:
    """A new user understands the page."""
    assert "Nobody waits to be called back" in ana.text
    assert "appears here" in ana.text


def test_the_list_shows_no_number_and_who_is_due_first(ana: Browser, records: Records) -> None:
    """What is late is said in words; nothing is audited, since nobody saw whose they are."""
    later = records.requests.create(wish("CA1", due=SOON), NOW - timedelta(hours=2))
    late = records.requests.create(
        wish("CA2", OTHER, due=NOW - timedelta(hours=3), language="es"), NOW - timedelta(days=2)
    )
    ana.open("/console/requests")
    assert ana.page.index(late) < ana.page.index(later)
    assert "2 waiting, 1 overdue." in ana.text
    assert "Overdue by 3 hours Waiting for 2 days" in ana.text
    assert "Due in 4 hours Waiting for 2 hours" in ana.text
    assert "Mon 2 March, 14:00" in ana.text
    assert "Best time Morning Language Spanish Taken by Nobody yet" in ana.text
    for private in (NUMBER, OTHER, SHOWN, "555-0199"):
        assert private not in ana.page
    assert audited(records) == []


def test_who_takes_a_request_sees_it_notes_and_ends_it(ana: Browser, records: Records) -> None:
    """Each step is noted down."""
    reference = records.requests.create(wish(topic="recurrence.kind_regional"), NOW)
    ana.open("/console/requests")
    ana.send(f"/console/requests/{reference}/take")
    assert ana.path == f"/console/requests/{reference}"
    assert SHOWN in ana.text
    assert "Topic Recurrence: nearby lymph nodes" in ana.text
    ana.send(f"{reference}/note", text="no answer\nagain at five")
    assert "2026-03-02 15:00 ana: no answer again at five" in ana.text
    ana.send(f"{reference}/done")
    assert ana.path == "/console/requests"
    assert f"Request {reference} is done" in ana.text
    (kept,) = records.requests.list(by="eve", now=NOW, all_states=True)
    assert (kept.state, kept.taken_by) == (RequestState.DONE, "ana")
    assert audited(records) == ["saw", "did", "saw", "noted", "saw", "took"]


def test_a_request_that_is_given_back_can_be_taken_by_anybody(
    ana: Browser, records: Records
) -> None:
    """And shows its number to nobody until then."""
    reference = records.requests.create(wish(), NOW)
    ana.open("/console/requests")
    ana.send(f"/console/requests/{reference}/take")
    ana.send(f"/console/requests/{reference}/back")
    assert "gave request" in ana.text
    assert "Taken by Nobody yet" in ana.text
    ana.open(f"/console/requests/{reference}")
    assert (ana.path, SHOWN in ana.page) == ("/console/requests", False)
    assert "is not yours: take it first" in ana.text


def test_what_somebody_else_has_taken_is_theirs(ana: Browser, records: Records) -> None:
    """It is not seen, noted, done or given back; taking it needs saying that it is taken over."""
    reference = records.requests.create(wish(), NOW)
    records.requests.take(reference, by="ben", now=NOW)
    for act in ("note", "done", "back", "take"):
        ana.open("/console/requests")
        ana.send(f"/console/requests/{reference}/{act}", text="mine")
        assert ana.path == "/console/requests"
        assert "ben" in ana.text
        assert SHOWN not in ana.page
    assert "was taken by ben" in ana.text
    assert audited(records) == ["took"]
    ana.send(f"/console/requests/{reference}/take", over="yes")
    assert SHOWN in ana.text


def test_a_note_is_text_whatever_stands_in_it(ana: Browser, records: Records) -> None:
    """Marks are shown and do nothing; an empty note is none; a long one ends somewhere."""
    reference = records.requests.create(wish(), NOW)
    ana.open("/console/requests")
    ana.send(f"/console/requests/{reference}/take")
    ana.send(f"{reference}/note", text="<script>alert(1)</script>")
    assert "<script>" not in ana.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ana.page
    ana.send(f"{reference}/note", text=" \n ")
    assert "Nothing was written" in ana.text
    ana.send(f"{reference}/note", text="y" * 3_000)
    assert ana.page.count("y" * 2_000) == 1
    assert "y" * 2_001 not in ana.page


def test_a_request_that_is_not_there_is_said_so(ana: Browser) -> None:
    """Above the list, which has what is there."""
    ana.open("/console/requests/1234")
    assert (ana.path, ana.status) == ("/console/requests", 200)
    assert "No open request has the reference 1234" in ana.text
    assert "<title>No open request" in ana.page


def test_an_address_puts_no_words_of_others_on_a_page(ana: Browser) -> None:
    """A reference is four digits; a link with anything else leads nowhere."""
    for path in ("12345", "123", "call us now"):
        ana.open(f"/console/requests/{path}")
        assert ana.status == 404
        assert path not in ana.text


def test_what_no_key_opens_is_shown_as_that(
    visitor: Browser, records: Records, url: str, book: Book, clock: Clock
) -> None:
    """Staff see that somebody waits, and who can mend it; a note is not lost without a word."""
    reference = records.requests.create(wish(), NOW)
    records.requests.take(reference, by="ana", now=NOW)
    records.requests.note(reference, "hello", by="ana", now=NOW)
    newer = Records(url, [NEWER_KEY])
    other = replace(visitor, client=application(newer, settings(url), book, clock).test_client())
    other.enter("ana")
    other.open(f"/console/requests/{reference}")
    assert "No key opens the number" in other.text
    other.send(f"{reference}/note", text="hello again")
    assert "could not be added" in other.text
    assert KEY not in other.page
    newer.close()
