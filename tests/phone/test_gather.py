import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.errors import PhoneError
from ivr.phone.handset import Ended
from ivr.speech.duration import seconds
from tests.phone.webhooks import placed, response, said

ONE_KEY = '<Gather numDigits="1" finishOnKey="" action="/answer"><Say>Choose now.</Say></Gather>'
BYE = response("<Say>Bye.</Say>")


def test_num_digits_ends_a_gather_at_once() -> None:
    """With numDigits the last key answers, without a timeout, and no key finished it."""
    handset, webhook = placed(response('<Gather numDigits="3"/>'))
    handset.press("123")
    assert webhook.last["Digits"] == "123"
    assert not webhook.last["FinishedOnKey"]
    assert handset.clock == 0


def test_the_finish_key_ends_a_gather_and_is_not_a_digit() -> None:
    """The default finish key # sends what was typed before it."""
    handset, webhook = placed(response("<Gather/>"))
    handset.press("42#")
    assert webhook.last["Digits"] == "42"
    assert webhook.last["FinishedOnKey"] == "#"
    assert handset.clock == 0


def test_the_finish_key_alone_counts_as_no_input() -> None:
    """# first is an empty result: the next verb follows, or the action where it is wanted."""
    handset, webhook = placed(response("<Gather/>", "<Say>Nothing.</Say>", "<Gather/>"))
    handset.press("#")
    assert len(webhook.asked) == 1
    assert said(handset) == ["Nothing."]
    handset, webhook = placed(response('<Gather actionOnEmptyResult="true"/>'))
    handset.press("#")
    assert not webhook.last["Digits"]
    assert webhook.last["FinishedOnKey"] == "#"


@pytest.mark.parametrize("key", ["*", "#"])
def test_without_a_finish_key_star_and_pound_are_choices(key: str) -> None:
    """finishOnKey="" with numDigits="1" sends * and # as digits."""
    handset, webhook = placed(response(ONE_KEY))
    assert not handset.press(key)
    assert webhook.last["Digits"] == key
    assert not webhook.last["FinishedOnKey"]


def test_a_pause_while_typing_sends_what_was_typed() -> None:
    """Too few keys are sent after the timeout, and the clock has waited for it."""
    handset, webhook = placed(response('<Gather timeout="7"/>'))
    handset.press("12")
    assert webhook.last["Digits"] == "12"
    assert handset.clock == 7


def test_silence_falls_through_to_the_next_verb() -> None:
    """Without actionOnEmptyResult a timeout asks nobody: the document goes on."""
    handset, webhook = placed(response("<Gather><Say>Key?</Say></Gather>", "<Say>Well.</Say>"))
    handset.stay_silent()
    assert len(webhook.asked) == 1
    assert said(handset) == ["Key?", "Well."]
    assert handset.clock == pytest.approx(seconds("Key?") + 5 + seconds("Well."))
    assert handset.ended == Ended("line")


def test_silence_calls_the_action_where_that_is_wanted() -> None:
    """With actionOnEmptyResult a timeout posts empty Digits."""
    handset, webhook = placed(response('<Gather actionOnEmptyResult="true"/>'), BYE)
    handset.stay_silent()
    assert webhook.last["Digits"] == ""
    assert webhook.last["FinishedOnKey"] == ""
    assert said(handset) == ["Bye."]


def test_a_key_interrupts_as_soon_as_a_text_was_said() -> None:
    """With after= only the time until that text passes, and what is heard is as short."""
    menu = "<Say>For tea, press 1.</Say><Say>For coffee, press 2.</Say>"
    handset, _ = placed(response(f'<Gather numDigits="1">{menu}</Gather>'), BYE)
    handset.press("1", after="tea, press 1")
    assert handset.audible == pytest.approx(seconds("For tea, press 1.") + seconds("Bye."))
    assert said(handset) == ["For tea, press 1.", "Bye."]
    assert handset.since == 1
    handset, _ = placed(response(f'<Gather numDigits="1">{menu}</Gather>'), BYE)
    handset.press("1", after="tea")
    assert handset.heard[0].seconds < seconds("For tea, press 1.")
    assert handset.heard[1].at == handset.heard[0].seconds


def test_keys_typed_ahead_interrupt_at_once() -> None:
    """The first key hears what is being said; the ones typed after it hear nothing more."""
    handset, webhook = placed(response(ONE_KEY))
    handset.press("123")
    assert [asked.form.get("Digits") for asked in webhook.asked] == [None, "1", "2", "3"]
    assert handset.audible == pytest.approx(seconds("Choose now."))


@pytest.mark.parametrize(
    ("action", "path", "query"),
    [
        ('action="next?b=2"', "/calls/next", "b=2"),
        ('action="/next"', "/next", ""),
        ('action="http://other.example/far"', "/far", ""),
        ('action="?c=3"', "/calls/voice", "c=3"),
        ('action=""', "/calls/voice", "a=1"),
        ("", "/calls/voice", "a=1"),
    ],
)
def test_an_action_is_relative_to_the_document(action: str, path: str, query: str) -> None:
    """Actions resolve as links do, and none means the same address again."""
    handset, webhook = placed(response(f'<Gather numDigits="1" {action}/>'))
    handset.press("1")
    assert (webhook.asked[-1].path, webhook.asked[-1].query) == (path, query)


def test_a_get_action_carries_its_result_in_the_address() -> None:
    """method="GET" sends the digits in the query, beside what stands there."""
    handset, webhook = placed(response('<Gather numDigits="1" method="GET" action="/x?y=1"/>'))
    handset.press("5")
    assert webhook.asked[-1].method == "GET"
    assert webhook.asked[-1].query.startswith("y=1&")
    assert "Digits=5" in webhook.asked[-1].query


def test_speech_is_posted_with_its_confidence() -> None:
    """A Gather that listens to speech posts SpeechResult; after= interrupts as with a key."""
    gather = '<Gather input="speech dtmf"><Say>Speak. Thank you.</Say></Gather>'
    handset, webhook = placed(response(gather), BYE)
    handset.say("a nurse", after="speak")
    assert webhook.last["SpeechResult"] == "a nurse"
    assert webhook.last["Confidence"] == "0.90"
    assert handset.heard[0].seconds < seconds("Speak. Thank you.")


def test_speech_to_a_gather_of_keys_is_silence() -> None:
    """A line that listens to keys only hears nothing when the caller talks."""
    handset, webhook = placed(response("<Gather/>", "<Hangup/>"))
    handset.say("hello?")
    assert handset.clock == 5
    assert len(webhook.asked) == 1


@pytest.mark.parametrize(
    "document",
    [response('<Gather input="speech"/>'), response("<Dial>+15555550100</Dial>")],
)
def test_keys_that_nobody_waits_for_are_lost(document: str) -> None:
    """They are returned, and neither the clock nor the webhook notices."""
    handset, webhook = placed(document)
    assert handset.press("1#") == "1#"
    assert handset.clock == 0
    assert len(webhook.asked) == 1


def test_keys_after_the_end_of_the_call_are_lost() -> None:
    """Keys pressed in a row go nowhere once one of them ended the call."""
    handset, _ = placed(response(ONE_KEY), BYE)
    assert handset.press("123") == "23"


@given(
    st.sampled_from(
        [
            ONE_KEY,
            "<Gather/>",
            '<Gather numDigits="2" finishOnKey="*" actionOnEmptyResult="true"/>',
            '<Gather input="speech"/>',
            "<Record finishOnKey='9'/>",
            "<Dial>+15555550100</Dial>",
        ]
    ),
    st.lists(st.one_of(st.text(max_size=4), st.text("0123456789*#", max_size=4)), max_size=5),
)
def test_any_keys_give_an_answer_or_a_phone_error(verb: str, presses: list[str]) -> None:
    """Whatever is pressed, in whatever state, nothing but PhoneError is raised."""
    handset, _ = placed(response(verb, "<Redirect/>"))
    for keys in presses:
        before = handset.clock
        try:
            lost = handset.press(keys)
        except PhoneError:
            continue
        assert set(lost) <= set(keys)
        assert handset.clock >= before
