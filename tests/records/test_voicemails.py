"""Voicemails: fetched, sealed, deleted at the provider, and heard by somebody."""

import pytest

from ivr.records import Records, RecordsError, VoicemailState
from tests.records.kept import NOW, NUMBER, OTHER, counts


def added(records: Records, sid: str = "RE1", number: str | None = NUMBER) -> str:
    """A voicemail that the provider holds."""
    return records.voicemails.add(
        provider_sid=sid, number=number, language="es", seconds=21, now=NOW
    )


def test_a_voicemail_goes_its_way(records: Records) -> None:
    """Awaited, fetched, deleted at the provider, heard, done."""
    voicemail = added(records)
    (awaited,) = records.voicemails.to_fetch()
    assert (awaited.id, awaited.provider_sid, awaited.number) == (voicemail, "RE1", NUMBER)
    assert awaited.state is VoicemailState.AWAITED
    with pytest.raises(RecordsError, match="not fetched yet"):
        records.voicemails.recording(voicemail, by="ana", now=NOW)
    records.voicemails.fetched(voicemail, b"sound")
    assert records.voicemails.to_fetch() == ()
    assert [each.id for each in records.voicemails.to_delete()] == [voicemail]
    records.voicemails.deleted(voicemail)
    assert records.voicemails.to_delete() == ()
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
    records.voicemails.fetched(voicemail, b"sound")
    records.voicemails.deleted(voicemail)
    assert added(records) == voicemail
    assert counts(url)["voicemails"] == 1


@pytest.mark.parametrize("number", [None, "anonymous", ""])
def test_a_caller_may_hide_their_number(records: Records, number: str | None) -> None:
    """What they said is kept all the same."""
    added(records, number=number)
    assert [each.number for each in records.voicemails.list(by="ana", now=NOW)] == [None]


def test_a_voicemail_that_is_gone_is_not_changed(records: Records) -> None:
    """Whoever fetched it meanwhile is told, and keeps nothing."""
    voicemail = added(records)
    forgotten = records.forget(NUMBER, by="ana", now=NOW)
    assert (forgotten.voicemails, forgotten.at_provider) == (1, ("RE1",))
    with pytest.raises(RecordsError, match="no such voicemail"):
        records.voicemails.fetched(voicemail, b"sound")
    assert added(records, "RE2", OTHER) != voicemail


def test_what_was_left_is_seen_without_whose_number(records: Records) -> None:
    """Whether it can be heard yet is; who looks at one sees whose it is, which is written down."""
    voicemails = records.voicemails
    first, second = (
        voicemails.add(provider_sid=sid, number=NUMBER, language="en", seconds=3, now=NOW)
        for sid in ("RE1", "RE2")
    )
    voicemails.fetched(second, b"sound")
    left = {each.id: each for each in voicemails.waiting()}
    assert (left[first].here, left[second].here) == (False, True)
    assert left[second].state is VoicemailState.NEW
    assert records.audit.last() == ()
    assert voicemails.look(first, by="ana", now=NOW).number == NUMBER
    assert [(entry.who, entry.what) for entry in records.audit.last()] == [("ana", "saw")]
    voicemails.done(first, by="ana", now=NOW)
    with pytest.raises(RecordsError):
        voicemails.look(first, by="ana", now=NOW)
