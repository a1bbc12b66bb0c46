"""Voicemails: fetched, sealed, deleted at the provider, and heard by somebody."""

from functools import partial

import pytest

from ivr.records import Records, RecordsError, VoicemailState
from tests.records.kept import KEY, LEASE, NEWER_KEY, NOW, NUMBER, OTHER, counts

LATER = NOW + LEASE


def added(records: Records, sid: str = "RE1", number: str | None = NUMBER) -> str:
    """A voicemail that the provider holds."""
    return records.voicemails.add(
        provider_sid=sid, number=number, language="es", seconds=21, now=NOW
    )


def test_a_voicemail_goes_its_way(records: Records) -> None:
    """Awaited, fetched, deleted at the provider, heard, done."""
    voicemail = added(records)
    awaited = records.fetching.claim(NOW, LEASE)
    assert awaited
    assert (awaited.id, awaited.provider_sid, awaited.number) == (voicemail, "RE1", NUMBER)
    assert (awaited.state, awaited.kept) == (VoicemailState.AWAITED, False)
    assert records.fetching.claim(NOW, LEASE) is None
    with pytest.raises(RecordsError, match="not fetched yet"):
        records.voicemails.recording(voicemail, by="ana", now=NOW)
    records.fetching.fetched(voicemail, b"sound", NOW)
    here = records.fetching.claim(NOW, LEASE)
    assert here
    assert (here.id, here.kept, here.attempts) == (voicemail, True, 0)
    records.fetching.deleted(voicemail)
    assert (records.fetching.waiting(), records.fetching.claim(LATER, LEASE)) == (0, None)
    assert [each.state for each in records.voicemails.list(by="ana", now=NOW)] == ["new"]
    assert records.voicemails.recording(voicemail, by="ana", now=NOW) == b"sound"
    (heard,) = records.voicemails.list(by="ana", now=NOW)
    assert (heard.state, heard.seconds, heard.language) == (VoicemailState.HEARD, 21, "es")
    records.voicemails.done(voicemail, by="ana", now=NOW)
    assert records.voicemails.list(by="ana", now=NOW) == ()
    assert [each.what for each in records.audit.last()] == ["did", "saw", "heard", "saw"]


def test_the_same_recording_is_kept_once(records: Records, url: str) -> None:
    """Also when it was deleted at the provider long ago."""
    voicemail = added(records)
    records.fetching.fetched(voicemail, b"sound", NOW)
    records.fetching.deleted(voicemail)
    assert added(records) == voicemail
    assert counts(url)["voicemails"] == 1


@pytest.mark.parametrize("number", [None, "anonymous", ""])
def test_a_caller_may_hide_their_number(records: Records, number: str | None) -> None:
    """What they said is kept all the same."""
    added(records, number=number)
    assert [each.number for each in records.voicemails.list(by="ana", now=NOW)] == [None]


def test_a_voicemail_of_who_was_forgotten_is_only_deleted(records: Records) -> None:
    """Whoever fetched it meanwhile keeps nothing; the row knows nobody, and is seen by nobody."""
    voicemail = added(records)
    forgotten = records.forget(NUMBER, by="ana", now=NOW)
    assert (forgotten.voicemails, forgotten.at_provider) == (1, ("RE1",))
    records.fetching.fetched(voicemail, b"sound", NOW)
    claimed = records.fetching.claim(NOW, LEASE)
    assert claimed
    assert (claimed.state, claimed.number, claimed.kept) == ("discarded", None, False)
    assert records.voicemails.list(by="ana", now=NOW) == ()
    assert records.forget(NUMBER, by="ana", now=NOW).voicemails == 0
    assert added(records, "RE2", OTHER) != voicemail


def test_a_voicemail_that_is_gone_is_not_changed(records: Records) -> None:
    """Whoever works on it is told."""
    for change in (
        partial(records.fetching.fetched, "gone", b"sound", NOW),
        partial(records.fetching.deleted, "gone"),
        partial(records.fetching.later, "gone", NOW, "not-there"),
        partial(records.fetching.failed, "gone", "not-there", NOW),
    ):
        with pytest.raises(RecordsError, match="no such voicemail"):
            change()


def test_a_voicemail_that_could_not_be_fetched_is_tried_again(records: Records) -> None:
    """After its time, after its lease, and when it was given up, when somebody says so."""
    voicemail = added(records)
    assert records.fetching.claim(NOW, LEASE)
    records.fetching.later(voicemail, NOW, "not-there")
    again = records.fetching.claim(NOW, LEASE)
    assert again
    assert again.attempts == 1
    assert records.fetching.claim(LATER, LEASE)
    records.fetching.failed(voicemail, "not-there", LATER)
    assert records.fetching.claim(LATER + LEASE, LEASE) is None
    (shown,) = records.fetching.given_up()
    assert (shown.id, shown.what, shown.error, shown.attempts) == (
        voicemail, "fetch", "not-there", 3,
    )  # fmt: skip
    assert records.fetching.retry(LATER, "nothing") == 0
    assert records.fetching.retry(LATER, voicemail) == 1
    assert records.fetching.claim(LATER, LEASE)
    assert records.fetching.given_up() == ()


@pytest.mark.parametrize("before", [False, True])
def test_a_voicemail_that_its_caller_discards_is_only_deleted(
    records: Records, url: str, *, before: bool
) -> None:
    """Whether that is told before or after it was added, and again; nobody ever sees it."""
    if before:
        records.voicemails.discard("RE1", NOW)
    voicemail = added(records)
    if not before:
        records.voicemails.discard("RE1", NOW)
    records.voicemails.discard("RE1", NOW)
    assert records.voicemails.list(by="ana", now=NOW) == ()
    assert records.forget(NUMBER, by="ana", now=NOW).voicemails == 0
    claimed = records.fetching.claim(NOW, LEASE)
    assert claimed
    assert (claimed.id, claimed.state, claimed.number) == (
        voicemail, VoicemailState.DISCARDED, None,
    )  # fmt: skip
    records.fetching.fetched(voicemail, b"sound", NOW)
    with pytest.raises(RecordsError):
        records.voicemails.recording(voicemail, by="ana", now=NOW)
    records.fetching.deleted(voicemail)
    assert added(records) == voicemail
    assert (records.fetching.waiting(), counts(url)["voicemails"]) == (0, 1)


def test_a_recording_that_was_kept_and_is_discarded_is_gone(records: Records) -> None:
    """Here at once, also when the provider has it no more."""
    voicemail = added(records)
    records.fetching.fetched(voicemail, b"sound", NOW)
    records.fetching.deleted(voicemail)
    records.voicemails.discard("RE1", NOW)
    with pytest.raises(RecordsError):
        records.voicemails.recording(voicemail, by="ana", now=NOW)
    assert records.fetching.claim(LATER, LEASE) is None


def test_callers_hear_their_own_message_again(records: Records, url: str) -> None:
    """Once it is here, also after keys rotated; it stays unheard, and nothing is noted down."""
    voicemail = added(records)
    assert records.voicemails.own("RE1") is None
    records.fetching.fetched(voicemail, b"sound", NOW)
    records.fetching.deleted(voicemail)
    both = Records(url, [NEWER_KEY, KEY])
    assert [each.voicemails.own("RE1") for each in (records, both)] == [b"sound", b"sound"]
    both.close()
    assert records.voicemails.own("RE2") is None
    assert [each.state for each in records.voicemails.waiting()] == [VoicemailState.NEW]
    assert records.audit.last() == ()
    records.voicemails.discard("RE1", NOW)
    assert records.voicemails.own("RE1") is None


def test_a_recording_stays_at_the_provider_for_as_long_as_it_may_be_heard(records: Records) -> None:
    """Unless its caller discards it, before or after it was fetched."""
    voicemail = added(records)
    records.fetching.fetched(voicemail, b"sound", LATER)
    assert records.fetching.claim(NOW, LEASE) is None
    records.voicemails.discard("RE1", NOW)
    claimed = records.fetching.claim(NOW, LEASE)
    assert claimed
    assert claimed.id == voicemail
    records.fetching.deleted(voicemail)
    another = added(records, "RE2")
    records.voicemails.discard("RE2", NOW)
    records.fetching.fetched(another, b"sound", LATER)
    assert records.fetching.claim(NOW, LEASE)


def test_what_was_left_is_seen_without_whose_number(records: Records) -> None:
    """Whether it can be heard yet is; who looks at one sees whose it is, which is written down."""
    voicemails = records.voicemails
    first, second = (
        voicemails.add(provider_sid=sid, number=NUMBER, language="en", seconds=3, now=NOW)
        for sid in ("RE1", "RE2")
    )
    records.fetching.fetched(second, b"sound", NOW)
    left = {each.id: each for each in voicemails.waiting()}
    assert (left[first].here, left[second].here) == (False, True)
    assert left[second].state is VoicemailState.NEW
    assert records.audit.last() == ()
    assert voicemails.look(first, by="ana", now=NOW).number == NUMBER
    assert [(entry.who, entry.what) for entry in records.audit.last()] == [("ana", "saw")]
    voicemails.done(first, by="ana", now=NOW)
    with pytest.raises(RecordsError):
        voicemails.look(first, by="ana", now=NOW)
