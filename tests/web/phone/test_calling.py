"""Calls of the web phone to webhooks that do what the shipped line does not do yet."""

from pathlib import Path

import pytest

from ivr.phone.transport import Wsgi
from ivr.web.phone.acts import ActError
from ivr.web.phone.calling import Calls
from ivr.web.phone.sealing import Seal
from ivr.web.phone.sound import Sounds
from ivr.web.phone.turns import Turn
from tests.phone.webhooks import URL, Webhook, response

NOW = 1_800_000_000.0
BYE = response('<Say language="es-US">Adiós.</Say>')


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the sounds of these tests."""
    return tmp_path_factory.mktemp("audio")


def to(audio: Path, *documents: str) -> tuple[Calls, Webhook]:
    """Calls to a webhook that answers with these documents."""
    webhook = Webhook(list(documents))
    return Calls(Wsgi(webhook), URL, "", Seal(["secret"]), Sounds(audio)), webhook


def test_each_call_is_another_one(audio: Path) -> None:
    """The CallSid is made for each call, and stays the same in it."""
    calls, webhook = to(audio, response('<Gather numDigits="1"/>'))
    first = calls.place("en", NOW)
    calls.go_on({"state": first.state, "keys": "1"}, "en", NOW)
    calls.place("en", NOW)
    sids = [asked.form["CallSid"] for asked in webhook.asked]
    assert sids[0] == sids[1] != sids[2]


def test_a_recording_is_told_and_finished_by_a_key(audio: Path) -> None:
    """The page says that nothing is really recorded; a key ends it, and the line goes on."""
    calls, webhook = to(audio, response("<Say>Speak.</Say><Record/>"), BYE)
    turn = calls.place("en", NOW)
    assert (turn.phase, turn.takes_speech) == ("recording", True)
    assert "Nothing is really recorded" in turn.hint
    ended = calls.go_on({"state": turn.state, "keys": "#"}, "en", NOW)
    assert webhook.last["RecordingDuration"] == "1"
    assert (ended.phase, ended.language, ended.notes) == ("ended", "es", ("La línea colgó.",))


def test_several_keys_are_taken_at_once(audio: Path) -> None:
    """The page learns how many keys the line wants, and which one finishes them."""
    calls, webhook = to(audio, response('<Gather finishOnKey="#"/>'), BYE)
    turn = calls.place("en", NOW)
    assert (turn.most_keys, turn.finish_key, turn.takes_speech) == (0, "#", False)
    assert "keys only" in turn.hint
    calls.go_on({"state": turn.state, "keys": "555 0142#"}, "en", NOW)
    assert webhook.last["Digits"] == "5550142"


def test_keys_that_nobody_waited_for_are_told(audio: Path) -> None:
    """Nothing is said again, and the call waits as before."""
    calls, _ = to(audio, response('<Gather input="speech"><Say>Speak.</Say></Gather>'))
    turn = calls.place("en", NOW)
    after = calls.go_on({"state": turn.state, "keys": "5"}, "en", NOW)
    assert (after.said, after.notes) == ((), ("Nobody waited for 5.",))
    assert after.phase == "listening"


def test_a_text_message_is_shown(audio: Path) -> None:
    """What would be sent stands on the page."""
    calls, _ = to(audio, response("<Sms>Call 1-800.</Sms><Gather/>"))
    assert calls.place("en", NOW).notes == ("You would get a text message: Call 1-800.",)


def test_a_line_that_breaks_is_told_with_its_reason(audio: Path) -> None:
    """What Twilio would not execute ends the call, and the page says why."""
    calls, _ = to(audio, "no TwiML")
    turn = calls.place("en", NOW)
    assert (turn.phase, turn.state) == ("ended", "")
    assert any("The call broke: this is not XML" in note for note in turn.notes)


def test_a_line_in_a_language_that_the_pages_do_not_speak(audio: Path) -> None:
    """The page is English around captions in the language of the line."""
    calls, _ = to(audio, response('<Gather><Say language="fr-FR">Bonjour.</Say></Gather>'))
    turn = calls.place("es", NOW)
    assert turn.language == "en"
    assert [each.language for each in turn.said] == ["fr-FR"]


def test_a_page_keeps_its_language_where_nothing_is_said(audio: Path) -> None:
    """A line that only waits changes nothing."""
    calls, _ = to(audio, response("<Gather/>"))
    assert calls.place("es", NOW).language == "es"


def test_nothing_can_be_done_in_no_call(audio: Path) -> None:
    """Without a sealed call there is nothing to go on with."""
    calls, webhook = to(audio, response("<Gather/>"))
    with pytest.raises(ActError, match="stale"):
        calls.go_on({"keys": "1"}, "en", NOW)
    with pytest.raises(ActError, match="stale"):
        calls.wait({"state": Turn("en").state}, "en", NOW)
    assert webhook.asked == []
