"""Requests to be called back: kept once, seen to once, and never shown without a trace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from ivr.records import (
    NumberError,
    Records,
    RecordsError,
    RequestError,
    RequestState,
    SealError,
)
from ivr.records import requests as module
from ivr.records.audit import Entry
from tests.records.kept import KEY, NEWER_KEY, NOW, NUMBER, OTHER, SOON, counts, wish


def test_a_request_is_kept_whole(records: Records) -> None:
    """What the caller asked for is what staff read."""
    reference = records.requests.create(wish(topic="hospice.grief"), NOW)
    (request,) = records.requests.list(by="ana", now=NOW)
    assert request.reference == reference
    assert len(reference) == 4
    assert not reference.startswith("0")
    assert (request.number, request.topic, request.note) == (NUMBER, "hospice.grief", "")
    assert (request.language, request.best_time) == ("en", "morning")
    assert (request.created, request.due, request.state) == (NOW, SOON, RequestState.NEW)
    assert (request.taken, request.taken_by, request.done) == (None, None, None)
    for private in (NUMBER, "hospice"):
        assert private not in repr(request) + repr(wish(topic="hospice.grief"))


def test_the_same_wish_is_kept_once(records: Records, url: str) -> None:
    """A webhook that comes again gets the same reference, even when the request is done."""
    reference = records.requests.create(wish(), NOW)
    assert records.requests.create(wish(), NOW) == reference
    records.requests.done(reference, by="ana", now=NOW)
    assert records.requests.create(wish(), NOW) == reference
    newer = Records(url, [NEWER_KEY, KEY])
    assert newer.requests.create(wish(), NOW) == reference
    newer.close()
    assert counts(url)["requests"] == 1


def test_many_at_once_get_references_of_their_own(records: Records, url: str) -> None:
    """Four threads, each wish twice: one row and one reference for each."""
    keys = [f"CA{number // 2}" for number in range(40)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda key: (key, records.requests.create(wish(key), NOW)), keys))
    assert len(set(made)) == len({reference for _, reference in made}) == 20
    assert counts(url)["requests"] == 20


def test_a_reference_is_free_again_when_its_request_is_done(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two references there is room for two open requests, and for others after them."""
    monkeypatch.setattr(module, "MOST_OPEN", 2)
    first, second = (records.requests.create(wish(key), NOW) for key in ("CA1", "CA2"))
    assert {first, second} == {"1000", "1001"}
    with pytest.raises(RecordsError, match="too many"):
        records.requests.create(wish("CA3"), NOW)
    records.requests.done(first, by="ana", now=NOW)
    assert records.requests.create(wish("CA3"), NOW) == first
    assert len(records.requests.list(by="ana", now=NOW, all_states=True)) == 3


def test_what_is_due_first_comes_first_and_what_is_done_last(records: Records) -> None:
    """Staff read from the top."""
    references = [
        records.requests.create(wish(f"CA{hours}", due=NOW + timedelta(hours=hours)), NOW)
        for hours in (3, 1, 2)
    ]
    records.requests.done(references[1], by="ana", now=NOW)
    listed = records.requests.list(by="ana", now=NOW, all_states=True)
    assert [each.reference for each in listed] == [references[2], references[0], references[1]]
    assert listed[-1].state is RequestState.DONE


def test_a_request_belongs_to_who_took_it(records: Records) -> None:
    """Somebody else is told who has it, unless they take it over."""
    reference = records.requests.create(wish(), NOW)
    taken = records.requests.take(reference, by="ana", now=NOW)
    assert (taken.state, taken.taken_by, taken.taken) == (RequestState.TAKEN, "ana", NOW)
    assert records.requests.take(reference, by="ana", now=NOW).taken_by == "ana"
    with pytest.raises(RequestError, match="taken by ana at 2026-03-02 15:00 UTC"):
        records.requests.take(reference, by="ben", now=NOW)
    assert records.requests.take(reference, by="ben", now=NOW, over=True).taken_by == "ben"
    assert records.requests.done(reference, by="ana", now=NOW).taken_by == "ben"
    with pytest.raises(RequestError, match=f"no open request has the reference {reference}"):
        records.requests.done(reference, by="ana", now=NOW)


def test_of_two_who_take_it_at_once_one_has_it(records: Records) -> None:
    """The other is told."""
    reference = records.requests.create(wish(), NOW)

    def take(name: str) -> bool:
        try:
            return records.requests.take(reference, by=name, now=NOW).taken_by == name
        except RequestError:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, "abcd")) == 1


def test_notes_are_added_and_never_lost(records: Records) -> None:
    """Each line says who wrote it and when."""
    reference = records.requests.create(wish(), NOW)
    records.requests.note(reference, "no\nanswer", by="ana", now=NOW)
    noted = records.requests.note(reference, "spoke", by="ben", now=SOON)
    assert noted.note == "2026-03-02 15:00 ana: no answer\n2026-03-02 19:00 ben: spoke"


def test_who_saw_and_did_what_is_noted_down(records: Records) -> None:
    """Each look at a number and each change is an entry, which holds nothing of the request."""
    reference = records.requests.create(wish(), NOW)
    records.requests.list(by="ana", now=NOW)
    records.requests.take(reference, by="ana", now=NOW)
    records.requests.note(reference, "secret words", by="ben", now=NOW)
    records.requests.done(reference, by="ana", now=SOON)
    entries = records.audit.last()
    assert [(entry.who, entry.what) for entry in reversed(entries)] == [
        ("ana", "saw"), ("ana", "took"), ("ben", "noted"), ("ana", "did"),
    ]  # fmt: skip
    assert len({entry.subject for entry in entries}) == 1
    assert entries[0].at == SOON
    assert NUMBER not in repr(entries)
    assert "secret" not in repr(entries)


def test_an_entry_may_stand_alone(records: Records) -> None:
    """The console writes down what belongs to no change of a record."""
    entry = Entry(NOW, "ana", "signed in", "user", "ana")
    records.audit.note(entry)
    assert records.audit.last() == (entry,)


def test_a_row_that_no_key_opens_hides_no_other(records: Records, url: str) -> None:
    """It is listed without its number; its note is not overwritten."""
    old = records.requests.create(wish(), NOW)
    records.requests.note(old, "hello", by="ana", now=NOW)
    other = Records(url, [NEWER_KEY])
    new = other.requests.create(wish("CA2", OTHER), NOW)
    listed = {each.reference: each.number for each in other.requests.list(by="ana", now=NOW)}
    assert listed == {old: None, new: OTHER}
    with pytest.raises(SealError):
        other.requests.note(old, "hello", by="ana", now=NOW)
    other.close()


def test_what_is_no_number_is_not_kept(records: Records, url: str) -> None:
    """Nobody could call it back."""
    with pytest.raises(NumberError):
        records.requests.create(wish(number="anonymous"), NOW)
    assert counts(url)["requests"] == 0


def test_a_time_without_a_zone_is_a_mistake(records: Records) -> None:
    """It is refused before it is written."""
    with pytest.raises(Exception, match="without its zone"):
        records.requests.create(wish(), datetime(2026, 3, 2))  # noqa: DTZ001 - on purpose


def test_who_waits_is_seen_without_whose_number(records: Records) -> None:
    """Nothing of it is sealed, so nobody's look at it is written down."""
    later = records.requests.create(wish("CA1", due=SOON), NOW)
    first = records.requests.create(wish("CA2", due=NOW), NOW)
    records.requests.take(later, by="ana", now=NOW)
    waiting = records.requests.waiting()
    assert [each.reference for each in waiting] == [first, later]
    assert [each.taken_by for each in waiting] == [None, "ana"]
    assert NUMBER not in repr(waiting)
    assert [entry.what for entry in records.audit.last()] == ["took"]


def test_only_who_took_a_request_sees_notes_gives_back_and_ends_it(records: Records) -> None:
    """And everybody again who gives it back; each look is written down."""
    reference = records.requests.create(wish(), NOW)
    requests = records.requests
    requests.take(reference, by="ana", now=NOW)
    with pytest.raises(RequestError, match="not yours"):
        requests.look(reference, by="ben", now=NOW)
    with pytest.raises(RequestError, match="not yours"):
        requests.note(reference, "hello", by="ben", now=NOW, only_own=True)
    with pytest.raises(RequestError, match="not yours"):
        requests.done(reference, by="ben", now=NOW, only_own=True)
    with pytest.raises(RequestError, match="not yours"):
        requests.give_back(reference, by="ben", now=NOW)
    assert requests.look(reference, by="ana", now=NOW).number == NUMBER
    given = requests.give_back(reference, by="ana", now=NOW)
    assert (given.state, given.taken_by, given.taken) == (RequestState.NEW, None, None)
    with pytest.raises(RequestError, match="not yours"):
        requests.look(reference, by="ana", now=NOW)
    did = [(entry.who, entry.what) for entry in records.audit.last()]
    assert did == [("ana", "gave back"), ("ana", "saw"), ("ana", "took")]
