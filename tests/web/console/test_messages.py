"""Voicemails: each look and each listening is noted down, and no sound is kept anywhere."""

from dataclasses import replace

import pytest

from ivr.dialogue import Book
from ivr.records import Records
from tests.records.kept import NEWER_KEY, NOW, NUMBER
from tests.web.console.browsing import Browser, Clock, application, settings

SOUND = b"RIFF" + bytes(range(200))


@pytest.fixture
def voicemail(records: Records) -> str:
    """One that can be heard."""
    made = records.voicemails.add(
        provider_sid="RE1", number=NUMBER, language="es", seconds=65, now=NOW
    )
    records.fetching.fetched(made, SOUND, NOW)
    return made


def audited(records: Records) -> list[str]:
    """What people did with voicemails, the newest first."""
    return [entry.what for entry in records.audit.last() if entry.kind == "voicemail"]


def test_an_empty_list_says_what_will_be_there(ana: Browser) -> None:
    """A new user understands the page."""
    ana.open("/console/voicemails")
    assert "There are no voicemails" in ana.text


def test_the_list_shows_no_number(ana: Browser, records: Records, voicemail: str) -> None:
    """It tells the length, the language, and how far each is."""
    ana.open("/console/voicemails")
    assert "New Waiting for less than a minute Length 1 min 5 s Language Spanish" in ana.text
    assert f"voicemails/{voicemail}" in ana.page
    assert NUMBER not in ana.page
    assert "555-0100" not in ana.page
    assert audited(records) == []


def test_one_is_opened_heard_and_done(ana: Browser, records: Records, voicemail: str) -> None:
    """The number and the sound are there for who looks, and it is noted down."""
    ana.open(f"/console/voicemails/{voicemail}")
    assert "+1 555-555-0100" in ana.text
    assert "no transcript" in ana.text
    heard = ana.client.get(f"/console/voicemails/{voicemail}/sound")
    assert (heard.data, heard.mimetype) == (SOUND, "audio/wav")
    assert heard.headers["Cache-Control"] == "no-store"
    assert heard.headers["Accept-Ranges"] == "bytes"
    ana.send(f"{voicemail}/done")
    assert "The voicemail is done" in ana.text
    ana.open(f"/console/voicemails/{voicemail}")
    assert ana.status == 404
    assert audited(records) == ["did", "heard", "saw"]


def test_a_part_of_the_sound_can_be_asked_for(ana: Browser, voicemail: str) -> None:
    """So that a player can go back and forth; parts that are not there are refused."""
    path = f"/console/voicemails/{voicemail}/sound"
    part = ana.client.get(path, headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.data) == (206, SOUND[4:10])
    assert part.headers["Content-Range"] == f"bytes 4-9/{len(SOUND)}"
    whole = ana.client.get(path, headers={"Range": "bytes=0-1,4-5"})
    assert (whole.status_code, whole.data) == (200, SOUND)
    none = ana.client.get(path, headers={"Range": "bytes=999-"})
    assert (none.status_code, none.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")


def test_one_that_is_still_being_fetched_can_not_be_heard(ana: Browser, records: Records) -> None:
    """The page says so, and has no player; a number that is hidden is not known."""
    made = records.voicemails.add(
        provider_sid="RE2", number="anonymous", language="xx", seconds=5, now=NOW
    )
    ana.open(f"/console/voicemails/{made}")
    assert "still being fetched" in ana.text
    assert "a number that is not known" in ana.text
    assert "<audio" not in ana.page
    assert ana.client.get(f"/console/voicemails/{made}/sound").status_code == 404


def test_one_that_is_not_there_is_said_so(ana: Browser) -> None:
    """Whatever is done with it."""
    ana.open("/console/voicemails/ab")
    assert ana.status == 404
    ana.send("/console/voicemails/ab/done")
    assert ana.status == 404
    assert "by somebody else in the meantime" in ana.text


def test_one_that_no_key_opens_is_said_so(
    visitor: Browser, voicemail: str, url: str, book: Book, clock: Clock
) -> None:
    """It names the setting to mend."""
    newer = Records(url, [NEWER_KEY])
    other = replace(visitor, client=application(newer, settings(url), book, clock).test_client())
    other.enter("ana")
    other.open(f"/console/voicemails/{voicemail}/sound")
    assert other.status == 500
    assert "IVR_SECRET_KEY" in other.text
    newer.close()
