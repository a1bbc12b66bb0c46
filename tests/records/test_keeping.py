"""How long records are kept, forgetting a person, and sealing everything anew."""

from dataclasses import fields
from datetime import timedelta

import pytest

from ivr.records import CallFacts, Records, TurnTaken
from ivr.records import purging as module
from ivr.records.voicemails import NOT_THERE
from ivr.retention import Retention, RetentionError
from tests.records.kept import KEY, LEASE, NEWER_KEY, NOW, NUMBER, OTHER, SOON, counts, wish

DAYS = Retention(calls=10, turns=20, requests=30, unanswered=40, voicemails=50, texts=60, audit=70)


def fill(records: Records) -> str:
    """One of each kind, of one person; the reference of a request that is done."""
    journal = records.journal
    journal.put(CallFacts("CA1", NOW))
    journal.put(TurnTaken("CA1", 1, NOW, "hospice.menu", "digits"))
    assert journal.flush()
    records.requests.create(wish("CA1"), NOW)
    reference = records.requests.create(wish("CA2"), NOW)
    records.requests.note(reference, "hello", by="ana", now=NOW)
    records.requests.done(reference, by="ana", now=NOW)
    voicemail = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=NOW
    )
    records.fetching.fetched(voicemail, b"sound", NOW)
    records.fetching.deleted(voicemail)
    records.texts.queue(key="CA1", number=NUMBER, kind="named:hospice", language="en", now=NOW)
    records.texts.opt_out(NUMBER, NOW)
    records.resumes.keep(NUMBER, b"here", NOW)
    return reference


def test_each_kind_is_deleted_on_its_own_day(records: Records, url: str) -> None:
    """Not a moment before, and nothing else with it."""
    fill(records)
    assert records.purge(DAYS, NOW).counts.keys() == {
        "resumes", *(kind.name for kind in fields(Retention)),
    }  # fmt: skip
    assert counts(url) == {
        "calls": 1, "turns": 1, "requests": 2, "voicemails": 1, "texts": 1, "opt_outs": 1,
        "resumes": 1, "users": 0, "audit": 2,
    }  # fmt: skip
    instant = timedelta(microseconds=1)
    due = [("resumes", timedelta(minutes=30))]
    due += [(kind.name, timedelta(days=getattr(DAYS, kind.name))) for kind in fields(Retention)]
    for kind, after in due:
        day = NOW + after if kind == "resumes" else NOW + after + instant
        assert sum(records.purge(DAYS, day - instant).counts.values()) == 0
        expected = 2 if kind == "audit" else 1
        gone = {name: count for name, count in records.purge(DAYS, day).counts.items() if count}
        assert gone == {kind: expected}
    assert {name for name, count in counts(url).items() if count} == {"opt_outs"}


def test_many_rows_go_slice_by_slice(
    records: Records, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that are due go, however many fit into one transaction."""
    monkeypatch.setattr(module, "SLICE", 3)
    for sequence in range(7):
        at = NOW if sequence < 6 else SOON + timedelta(days=1)
        records.journal.put(TurnTaken("CA1", sequence, at, "hospice.menu", "digits"))
    records.journal.flush()
    assert records.purge(DAYS, NOW + timedelta(days=20, hours=1)).counts["turns"] == 6
    assert counts(url)["turns"] == 1


def test_a_voicemail_that_is_at_the_provider_stays_and_is_counted(records: Records) -> None:
    """Else nobody would know that it has to be deleted there."""
    voicemail = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=NOW
    )
    late = NOW + timedelta(days=51)
    purged = records.purge(DAYS, late)
    assert (purged.counts["voicemails"], purged.voicemails_at_provider) == (0, 1)
    records.fetching.deleted(voicemail)
    purged = records.purge(DAYS, late)
    assert (purged.counts["voicemails"], purged.voicemails_at_provider) == (1, 0)


def test_a_voicemail_that_the_provider_never_had_goes_in_time(records: Records) -> None:
    """Nothing has to be deleted there; and one that was discarded goes when it is."""
    voicemail = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="en", seconds=3, now=NOW
    )
    records.voicemails.discard("RE2", NOW)
    records.fetching.failed(voicemail, NOT_THERE, NOW)
    purged = records.purge(DAYS, NOW + timedelta(days=51))
    assert (purged.counts["voicemails"], purged.voicemails_at_provider) == (1, 1)
    claimed = records.fetching.claim(NOW, LEASE)
    assert claimed
    records.fetching.deleted(claimed.id)
    assert records.purge(DAYS, NOW + timedelta(days=51)).counts["voicemails"] == 1


def test_a_person_is_forgotten_everywhere_and_nobody_else_is(records: Records, url: str) -> None:
    """Except that they want no texts; and that somebody was forgotten is noted down."""
    fill(records)
    kept = records.requests.create(wish("CA9", OTHER), NOW)
    forgotten = records.forget("+1 555 555 0100", by="ana", now=NOW)
    assert (forgotten.requests, forgotten.texts, forgotten.voicemails) == (2, 1, 1)
    assert (forgotten.resumes, forgotten.at_provider, forgotten.unreadable) == (1, (), 0)
    (left,) = records.requests.list(by="ana", now=NOW, all_states=True)
    assert left.reference == kept
    assert records.texts.is_opted_out(NUMBER)
    assert "forgot" in [entry.what for entry in records.audit.last()]
    assert NUMBER not in repr(records.audit.last())
    again = records.forget(NUMBER, by="ana", now=NOW)
    assert (again.requests, again.texts, again.voicemails, again.resumes) == (0, 0, 0, 0)
    assert counts(url)["requests"] == 1


def test_who_forgets_without_the_key_is_told(records: Records, url: str) -> None:
    """Nothing under a number is no news if nobody could have found it."""
    fill(records)
    newer = Records(url, [NEWER_KEY])
    forgotten = newer.forget(NUMBER, by="ana", now=NOW)
    assert (forgotten.requests, forgotten.unreadable) == (0, 5)
    newer.close()
    both = Records(url, [NEWER_KEY, KEY])
    assert both.forget(NUMBER, by="ana", now=NOW).requests == 2
    both.close()


def test_everything_is_sealed_anew_and_the_old_key_retired(records: Records, url: str) -> None:
    """What was kept is read, found and forgotten with the newer key alone."""
    reference = fill(records)
    without = Records(url, [NEWER_KEY])
    assert (without.reseal().rows, without.reseal().unreadable) == (0, 5)
    both = Records(url, [NEWER_KEY, KEY])
    resealed = both.reseal()
    assert (resealed.rows, resealed.unreadable) == (5, 0)
    assert both.reseal().rows == 0
    both.close()
    listed = without.requests.list(by="ana", now=NOW, all_states=True)
    assert [each.number for each in listed] == [NUMBER, NUMBER]
    assert "hello" in {each.reference: each.note for each in listed}[reference]
    (voicemail,) = without.voicemails.list(by="ana", now=NOW)
    assert without.voicemails.recording(voicemail.id, by="ana", now=NOW) == b"sound"
    forgotten = without.forget(NUMBER, by="ana", now=NOW)
    assert (forgotten.requests, forgotten.texts, forgotten.voicemails) == (2, 1, 1)
    without.close()


def test_days_are_chosen_by_kind() -> None:
    """What is not chosen stays as it is."""
    assert Retention.written([]) == Retention()
    chosen = Retention.written(["turns=7", " texts = 3650 "])
    assert chosen == Retention(turns=7, texts=3_650)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("turn=7", '"turn" is not a kind'),
        ("turns", "a number of days"),
        ("turns=0", "from 1"),
        ("turns=-1", "from 1"),
        ("turns=3651", "to 3650"),
        ("turns=٣", "a number of days"),
        ("", "not a kind"),
    ],
)
def test_what_is_no_choice_of_days_is_refused(choice: str, words: str) -> None:
    """The message names the kind, and what would do."""
    with pytest.raises(RetentionError, match=words):
        Retention.written([choice])
