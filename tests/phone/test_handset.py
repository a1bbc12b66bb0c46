import pytest

from ivr.phone.errors import PhoneError
from ivr.phone.executing import LONGEST_CALL
from ivr.phone.handset import Ended, Handset
from ivr.phone.transport import Wsgi
from ivr.phone.verbs import Dial, Gather, Record, Sms
from ivr.speech.duration import seconds
from tests.phone.webhooks import URL, Webhook, placed, response, said

ONE_KEY = '<Gather numDigits="1" finishOnKey="" action="/answer"><Say>Choose now.</Say></Gather>'
BYE = response("<Say>Bye.</Say>")


def test_a_call_is_placed_as_twilio_places_it() -> None:
    """The first request posts who calls whom, and that it is ringing; later ones, in progress."""
    handset, webhook = placed(response(ONE_KEY))
    first = webhook.asked[0]
    assert (first.method, first.path, first.query) == ("POST", "/calls/voice", "a=1")
    assert first.form["CallStatus"] == "ringing"
    assert {"CallSid", "AccountSid", "From", "To", "Direction", "ApiVersion"} <= set(first.form)
    assert isinstance(handset.waiting, Gather)
    handset.press("1")
    assert webhook.last["CallStatus"] == "in-progress"
    assert webhook.last["CallSid"] == first.form["CallSid"]


def test_a_redirect_goes_on_with_another_document() -> None:
    """Redirect leaves the rest of its document, and says nothing about keys."""
    handset, webhook = placed(response("<Redirect>/b</Redirect>", "<Say>Never.</Say>"), BYE)
    assert said(handset) == ["Bye."]
    assert webhook.asked[-1].path == "/b"
    assert "Digits" not in webhook.last


@pytest.mark.parametrize("outcome", ["completed", "busy", "no-answer", "failed", "canceled"])
def test_the_outcome_of_a_dial_is_posted_to_its_action(outcome: str) -> None:
    """Every DialCallStatus reaches the action, and later verbs are never reached."""
    dial = '<Dial action="/after" timeout="20">+15555550100</Dial>'
    handset, webhook = placed(response(dial, "<Say>Never.</Say>"), BYE)
    assert isinstance(handset.waiting, Dial)
    handset.answer_dial(outcome)  # type: ignore[arg-type] # one of the outcomes
    assert webhook.asked[-1].path == "/after"
    assert webhook.last["DialCallStatus"] == outcome
    assert ("DialCallDuration" in webhook.last) is (outcome == "completed")
    assert said(handset) == ["Bye."]
    assert handset.clock - handset.audible == {"completed": 65, "no-answer": 20}.get(outcome, 5)


def test_a_dial_without_an_action_goes_on_in_its_document() -> None:
    """The next verb follows, whatever came of the Dial; silence is nobody answering."""
    handset, webhook = placed(response("<Dial>+15555550100</Dial>", "<Say>After.</Say>"))
    handset.stay_silent()
    assert said(handset) == ["After."]
    assert handset.clock == pytest.approx(30 + seconds("After."))
    assert len(webhook.asked) == 1


@pytest.mark.parametrize(
    ("caller", "dial", "code"),
    [
        ("anonymous", "<Dial>+15555550100</Dial>", 13214),
        ("5555550142", "<Dial>+15555550100</Dial>", 13214),
        ("+15555550142", '<Dial callerId="+15555550111">+15555550100</Dial>', 13214),
        ("anonymous", '<Dial callerId="anonymous">+15555550100</Dial>', 13214),
        ("+15555550142", "<Dial>5555550100</Dial>", 13224),
        ("+15555550142", "<Dial/>", 13224),
        ("+15555550142", "<Dial><Number>nurse</Number></Dial>", 13224),
    ],
)
def test_a_dial_that_twilio_would_not_place_breaks_the_call(
    caller: str, dial: str, code: int
) -> None:
    """A callerId that isn't this call's is error 13214, a number that is none 13224."""
    handset, _ = placed(response(dial), caller=caller)
    assert handset.ended is not None
    assert (handset.ended.by, handset.ended.code) == ("error", code)


@pytest.mark.parametrize("shown", ["+15555550199", "+15555550142"])
def test_a_dial_may_show_either_number_of_the_call(shown: str) -> None:
    """The number that was called, or the caller's own, is allowed as callerId."""
    handset, _ = placed(response(f'<Dial callerId="{shown}">+15555550100</Dial>'))
    assert isinstance(handset.waiting, Dial)


def test_a_key_finishes_a_recording() -> None:
    """Any key ends a Record by default, and the action gets the recording and the key."""
    handset, webhook = placed(response('<Record action="/done"/>'), BYE)
    assert isinstance(handset.waiting, Record)
    assert not handset.press("5")
    assert webhook.asked[-1].path == "/done"
    assert webhook.last["RecordingUrl"].startswith("https://")
    assert webhook.last["RecordingDuration"] == "1"
    assert webhook.last["Digits"] == "5"


def test_only_its_finish_keys_end_a_recording() -> None:
    """Other keys are lost, and the line goes on recording."""
    handset, webhook = placed(response('<Record finishOnKey="#"/>'), BYE)
    assert handset.press("12") == "12"
    assert isinstance(handset.waiting, Record)
    handset.press("#")
    assert webhook.last["Digits"] == "#"


def test_speech_is_recorded_until_silence() -> None:
    """What is said lasts as long as it takes, up to maxLength, and then the timeout passes."""
    handset, webhook = placed(response('<Record timeout="4" maxLength="2"/>'), BYE)
    handset.say("one two three four five six seven eight nine ten")
    assert webhook.last["RecordingDuration"] == "2"
    assert handset.clock == pytest.approx(6 + seconds("Bye."))


def test_an_empty_recording_goes_on_in_its_document() -> None:
    """Silence records nothing, so no action is called."""
    handset, webhook = placed(response("<Record/>", "<Say>Nothing.</Say>"))
    handset.stay_silent()
    assert said(handset) == ["Nothing."]
    assert len(webhook.asked) == 1


def test_plain_verbs_are_done_in_order() -> None:
    """Say, Pause, Play and Sms are done until Hangup, which ends what follows."""
    handset, _ = placed(
        response(
            "<Say>Hello.</Say>",
            '<Pause length="2"/>',
            "<Play>/a.wav</Play>",
            "<Sms>Text</Sms>",
            "<Hangup/>",
            "<Say>Never.</Say>",
        )
    )
    assert [(heard.text, heard.at) for heard in handset.heard] == [
        ("Hello.", 0),
        ("[sound: /a.wav]", seconds("Hello.") + 2),
    ]
    assert handset.texts == [Sms("Text")]
    assert handset.ended == Ended("line")


@pytest.mark.parametrize("document", [response("<Reject/>"), response()])
def test_a_refused_call_and_an_empty_document_end_in_silence(document: str) -> None:
    """Reject, and a document without verbs, end the call before anything is heard."""
    handset, _ = placed(document)
    assert handset.ended == Ended("line")
    assert not handset.heard


def test_the_caller_hangs_up_at_any_time() -> None:
    """Hanging up ends the call, asks nobody, and nothing can be done after it."""
    handset, webhook = placed(response(ONE_KEY))
    handset.hang_up()
    assert handset.ended == Ended("caller")
    assert len(webhook.asked) == 1
    for act in (handset.hang_up, handset.stay_silent, lambda: handset.press("1")):
        with pytest.raises(PhoneError, match="has ended"):
            act()


def test_a_telephone_is_used_as_a_telephone() -> None:
    """Calls are placed first and once, keys are those of a telephone, outcomes need a Dial."""
    handset = Handset(Wsgi(Webhook([response(ONE_KEY)])), URL)
    with pytest.raises(PhoneError, match="not been placed"):
        handset.press("1")
    handset.dial()
    with pytest.raises(PhoneError, match="already"):
        handset.dial()
    with pytest.raises(PhoneError, match="keys 0 to 9"):
        handset.press("A")
    with pytest.raises(PhoneError, match="nobody is being called"):
        handset.answer_dial("busy")


def test_a_line_that_never_waits_ends_with_its_bound_named() -> None:
    """Documents that only lead to each other end the call at the eleventh, as error 11215."""
    handset, webhook = placed(response("<Say>Again.</Say><Redirect/>"))
    assert len(webhook.asked) == 10
    assert handset.ended is not None
    assert handset.ended.code == 11215
    assert "10 documents" in handset.ended.reason


def test_a_patient_line_may_ask_as_often_as_it_likes() -> None:
    """Documents count only while the line does not wait for the caller."""
    handset, webhook = placed(response("<Gather/>", "<Redirect/>"))
    for _ in range(30):
        handset.stay_silent()
    assert len(webhook.asked) == 31
    assert not handset.ended


@pytest.mark.parametrize(
    "verbs",
    [
        ['<Say loop="0">' + "Words and more words. " * 20 + "</Say>", "<Gather/>"],
        ['<Pause length="20000"/>'],
        ['<Gather timeout="20000"/>', "<Say>Never.</Say>"],
        ['<Gather timeout="20000" actionOnEmptyResult="true"/>'],
    ],
)
def test_a_call_that_lasts_too_long_ends_with_its_bound_named(verbs: list[str]) -> None:
    """After four hours on the clock the call ends, whatever took the time."""
    handset, webhook = placed(response(*verbs))
    if not handset.ended:
        handset.stay_silent()
    assert handset.ended == Ended("error", f"a call lasts {LONGEST_CALL} seconds at most")
    assert len(webhook.asked) == 1
