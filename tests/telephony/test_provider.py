"""Twilio is asked for what its API offers, and each of its answers means one thing."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from ivr.telephony.provider import (
    MisconfiguredError,
    NotThereError,
    PassingError,
    Provider,
    ProviderError,
    RefusedError,
)
from tests.twilio.server import SID, TOKEN, FakeTwilio, Fault

NUMBER = "+15555550100"
SENDER = "+15555550199"
BODY = "Hospice: call 800-555-0100."


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    """A Twilio that does what it is asked."""
    with FakeTwilio() as fake:
        yield fake


def provider(fake: FakeTwilio, sender: str = SENDER, *tokens: str, read: float = 5) -> Provider:
    """The line's side of it, which does not wait for long."""
    return Provider(SID, tokens or (TOKEN,), sender=sender, api=fake.url, read=read)


def just_now() -> datetime:
    """A moment ago, by the clock that the server has too."""
    return datetime.now(UTC) - timedelta(seconds=5)


@pytest.mark.parametrize("sender", [SENDER, "MG" + "0" * 32])
def test_a_text_is_sent(twilio: FakeTwilio, sender: str) -> None:
    """From a number or from a messaging service, with where to say what became of it."""
    sid = provider(twilio, sender).send(NUMBER, BODY, "https://line.example.org/texts/status/1")
    (message,) = twilio.account.messages
    assert (message.sid, message.to, message.sender) == (sid, NUMBER, sender)
    assert (message.body, message.callback) == (BODY, "https://line.example.org/texts/status/1")


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (21211, RefusedError),
        (21610, RefusedError),
        (21614, RefusedError),
        (30034, MisconfiguredError),
    ],
)
def test_what_twilio_refuses_is_sorted(
    twilio: FakeTwilio, code: int, error: type[ProviderError]
) -> None:
    """By whether the text is at fault or the account; no message repeats the number."""
    twilio.account.refused[NUMBER] = code
    with pytest.raises(error) as caught:
        provider(twilio).send(NUMBER, BODY)
    assert caught.value.code == str(code)
    assert NUMBER not in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "code", "unsure", "sent"),
    [
        (Fault.TOO_MANY, "20429", False, 0),
        (Fault.BROKEN, "20500", True, 0),
        (Fault.BROKEN_AFTERWARDS, "20500", True, 1),
        (Fault.AWAY, "20503", True, 0),
        (Fault.GARBLED, "no-answer", True, 1),
        (Fault.DROPPED, "no-answer", True, 0),
        (Fault.DROPPED_AFTERWARDS, "no-answer", True, 1),
        (Fault.STALLED, "no-answer", True, 1),
    ],
)
def test_what_may_work_later_says_whether_it_may_have_worked(
    fault: Fault, code: str, *, unsure: bool, sent: int
) -> None:
    """A text of which nobody knows is not sent again before somebody has asked."""
    with FakeTwilio(lambda _method, _path: fault) as fake:
        with pytest.raises(PassingError) as caught:
            provider(fake, read=0.3).send(NUMBER, BODY)
        assert (caught.value.code, caught.value.unsure) == (code, unsure)
        assert len(fake.account.messages) == sent


def test_where_nobody_answers_nothing_was_sent() -> None:
    """So that it can be sent again at once."""
    with FakeTwilio() as fake:
        nobody = provider(fake)
    with pytest.raises(PassingError) as caught:
        nobody.send(NUMBER, BODY)
    assert (caught.value.code, caught.value.unsure) == ("unreachable", False)


def test_wrong_credentials_are_the_operators_matter(twilio: FakeTwilio) -> None:
    """The message names the settings; and so does it for an account that there is not."""
    for wrong in (provider(twilio, SENDER, "wrong"), Provider("AC1", (TOKEN,), api=twilio.url)):
        with pytest.raises(MisconfiguredError, match="TWILIO_AUTH_TOKEN"):
            wrong.send(NUMBER, BODY)


def test_who_is_led_elsewhere_does_not_follow() -> None:
    """Something on the way there wants a login: the operators' matter."""
    with FakeTwilio(lambda _method, _path: Fault.LED_ELSEWHERE) as fake:
        for ask in (provider(fake).send, lambda *_: provider(fake).delete("RE1")):
            with pytest.raises(MisconfiguredError):
                ask(NUMBER, BODY)


def test_what_is_found_must_be_understood() -> None:
    """Else a text would be sent again."""
    with FakeTwilio(lambda _method, _path: Fault.GARBLED) as fake:
        with pytest.raises(PassingError) as caught:
            provider(fake).sent_since(NUMBER, BODY, just_now())
        assert caught.value.unsure


def test_while_tokens_are_rotated_each_is_tried(twilio: FakeTwilio) -> None:
    """Whichever of them Twilio takes at the moment."""
    assert provider(twilio, SENDER, "newer", TOKEN).send(NUMBER, BODY)


def test_what_was_sent_is_found(twilio: FakeTwilio) -> None:
    """By number, words and time; marks and Twilio's own words in front are no difference."""
    line = provider(twilio)
    since = just_now()
    sid = line.send(NUMBER, BODY)
    line.send(NUMBER, "Something else.")
    line.send(SENDER, BODY)
    assert line.sent_since(NUMBER, BODY, since) == (sid,)
    assert line.sent_since(NUMBER, BODY, since + timedelta(minutes=5)) == ()
    message = twilio.account.messages[0]
    message.body = "Sent from your Twilio trial account - Hospice: call 800\u2010555\u20100100!"
    assert line.sent_since(NUMBER, BODY, since) == (sid,)
    message.body = ""
    assert line.sent_since(NUMBER, BODY, since) == (sid,)


def test_a_recording_is_fetched_and_deleted(twilio: FakeTwilio) -> None:
    """Deleting twice is the same as deleting once; fetching what is gone says so."""
    twilio.account.recordings["RE1"] = b"RIFF\x00\xff"
    line = provider(twilio)
    assert line.fetch("RE1") == b"RIFF\x00\xff"
    line.delete("RE1")
    line.delete("RE1")
    assert twilio.account.recordings == {}
    for gone in ("RE1", "../Messages", ""):
        with pytest.raises(NotThereError):
            line.fetch(gone)


def test_nothing_is_logged_of_whom_a_text_goes_to(
    twilio: FakeTwilio, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither when it goes nor when it fails."""
    with caplog.at_level(logging.INFO):
        line = provider(twilio)
        line.send(NUMBER, BODY)
        line.sent_since(NUMBER, BODY, just_now())
        twilio.account.refused[NUMBER] = 21211
        with pytest.raises(RefusedError):
            line.send(NUMBER, BODY)
    assert "5550100" not in caplog.text
