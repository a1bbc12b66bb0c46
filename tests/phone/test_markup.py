import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.phone.errors import TwimlError
from ivr.phone.markup import ATTRIBUTES, parse
from ivr.phone.verbs import (
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Sms,
)
from ivr.speech.sounds import Silence, Spoken
from tests.phone.webhooks import response


def test_every_verb_is_read_with_what_it_says() -> None:
    """Each verb of the phone becomes one frozen value, in the order of the document."""
    assert parse(
        response(
            '<Say language="es-US" loop="2">Hola</Say>',
            "<Play>/a.wav</Play>",
            '<Pause length="3"/>',
            '<Gather action="/x" method="GET" input="dtmf speech" timeout="7" numDigits="4"'
            ' finishOnKey="*" actionOnEmptyResult="true"><Say>Hi</Say></Gather>',
            '<Redirect method="get">/y</Redirect>',
            '<Dial timeout="20" callerId="+15555550199"><Number>+15555550100</Number></Dial>',
            "<Dial> +15555550101 </Dial>",
            '<Record action="/z" timeout="9" maxLength="60" finishOnKey="12"/>',
            '<Sms to="+15555550100"> Text </Sms>',
            '<Reject reason="busy"/>',
            "<Hangup/>",
        )
    ) == (
        Say((Spoken("Hola"),), "es-US", 2),
        Play("/a.wav"),
        Pause(3),
        Gather(
            (Say((Spoken("Hi"),)),),
            "/x",
            "GET",
            frozenset({"dtmf", "speech"}),
            7,
            4,
            "*",
            action_on_empty_result=True,
        ),
        Redirect("/y", "GET"),
        Dial(("+15555550100",), timeout=20, caller_id="+15555550199"),
        Dial(("+15555550101",)),
        Record("/z", "POST", 9, 60, "12"),
        Sms("Text", "+15555550100"),
        Reject("busy"),
        Hangup(),
    )


def test_attributes_that_are_missing_have_twilios_defaults() -> None:
    """A bare Gather, Dial and Record wait as long as Twilio's do, and use POST."""
    gather, dial, record, pause = parse(
        response("<Gather/>", "<Dial>+15555550100</Dial>", "<Record/>", "<Pause/>")
    )
    assert gather == Gather((), None, "POST", frozenset({"dtmf"}), 5, None, "#")
    assert dial == Dial(("+15555550100",), None, "POST", 30, None)
    assert record == Record(None, "POST", 5, 3_600, "1234567890*#")
    assert pause == Pause(1)


def test_ssml_becomes_words_silences_and_digits() -> None:
    """Breaks, rates, substitutions and spelled digits keep their place in the speech."""
    (say,) = parse(
        response(
            '<Say>One <break time="700ms"/><prosody rate="80%">two <s>three</s></prosody>'
            '<sub alias="doctor">Dr</sub><say-as interpret-as="telephone">1-800</say-as>'
            '<say-as interpret-as="date">May 2</say-as><break/> end</Say>'
        )
    )
    assert say == Say(
        (
            Spoken("One"),
            Silence(0.7),
            Spoken("two", 0.8),
            Spoken("three", 0.8),
            Spoken("doctor", written="Dr"),
            Spoken("1800", digits=True),
            Spoken("May 2"),
            Silence(0.5),
            Spoken("end"),
        )
    )


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("", 12100),
        ("Hello", 12100),
        ("<Response><Say>cut off", 12100),
        ("<Response>\x00</Response>", 12100),
        ("<Response>\ud800</Response>", 12100),
        ("<Reply/>", 12100),
        ('<!DOCTYPE r [<!ENTITY a "a">]><Response><Say>&a;</Say></Response>', 12100),
        (f"<Response><Say>{'a' * 70_000}</Say></Response>", 11750),
        (response(f"<Say>{'a' * 3_001}</Say>"), 13520),
        (response("<Enqueue>q</Enqueue>"), 12200),
        (response("<say>hi</say>"), 12200),
        (response('<Say speed="2">hi</Say>'), 12200),
        (response('<Gather timeout="-1"/>'), 12200),
        (response('<Gather timeout="5.5"/>'), 12200),
        (response('<Gather numDigits="٣"/>'), 12200),
        (response(f'<Gather numDigits="{"9" * 5_000}"/>'), 12200),
        (response('<Gather input="telepathy"/>'), 12200),
        (response('<Gather finishOnKey="12"/>'), 12200),
        (response('<Gather method="DELETE"/>'), 12200),
        (response('<Record finishOnKey="a"/>'), 12200),
        (response("<Gather><Dial>+15555550100</Dial></Gather>"), 12200),
        (response("<Gather><Gather/></Gather>"), 12200),
        (response("<Dial><Client>bob</Client></Dial>"), 12200),
        (response('<Dial><Number when="now">+15555550100</Number></Dial>'), 12200),
        (response("<Say>hi <b>there</b></Say>"), 12200),
        (response('<Say><break time="soon"/></Say>'), 12200),
        (response('<Say><prosody rate="0%">hi</prosody></Say>'), 12200),
        (response('<Say><prosody rate="quick">hi</prosody></Say>'), 12200),
        (response("<Say>" + "<p>" * 400 + "</p>" * 400 + "</Say>"), 12200),
        (response("<Dial>" + "<a>" * 7_000 + "</a>" * 7_000 + "</Dial>"), 12200),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(document: str, code: int) -> None:
    """A document that Twilio would not execute raises TwimlError with Twilio's error code."""
    with pytest.raises(TwimlError) as raised:
        parse(document)
    assert raised.value.code == code
    assert str(raised.value) == f"Twilio error {code}: {raised.value.reason}"


def test_a_say_of_exactly_the_largest_size_is_read() -> None:
    """The markup of a Say counts, and 3,000 characters of it are allowed."""
    assert parse(response(f"<Say>{'a' * (3_000 - len('<Say></Say>'))}</Say>"))


def test_a_loop_has_a_bound() -> None:
    """loop="0" means 1,000 times, and nothing is said more often than that."""
    assert parse(response('<Say loop="0">a</Say>', '<Play loop="99999">b</Play>')) == (
        Say((Spoken("a"),), loop=1_000),
        Play("b", 1_000),
    )


def test_breaks_and_rates_stay_within_what_voices_do() -> None:
    """A break lasts ten seconds at most; a rate is never below a fifth or above twice."""
    (say,) = parse(
        response(
            f'<Say><break time="{"9" * 500}s"/><prosody rate="1%"><prosody rate="1%">a</prosody>'
            '</prosody><prosody rate="900%">b</prosody><prosody rate="fast">c</prosody></Say>'
        )
    )
    assert say == Say((Silence(10), Spoken("a", 0.2), Spoken("b", 2), Spoken("c", 1.25)))


NAMES = st.sampled_from([*ATTRIBUTES, "Response", "break", "prosody", "say-as", "sub", "b"])
WORDS = st.sampled_from(["", "1", "true", "50%", "700ms", "dtmf", "GET", "é", "&amp;", "9" * 30])
ATTRIBUTE = st.tuples(
    st.sampled_from(sorted({name for names in ATTRIBUTES.values() for name in names.split()})),
    WORDS,
)
ELEMENTS = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda name, attribute, parts: (
            f'<{name} {attribute[0]}="{attribute[1]}">{"".join(parts)}</{name}>'
        ),
        NAMES,
        ATTRIBUTE,
        st.lists(inner, max_size=4),
    ),
)


@given(st.one_of(st.text(), ELEMENTS, ELEMENTS.map(response)))
@example("<Response><Say><prosody rate='1%'>a</prosody></Say></Response>")
def test_any_text_becomes_verbs_or_a_twiml_error(text: str) -> None:
    """Whatever a webhook answers, parsing it gives verbs or TwimlError, and raises nothing else."""
    try:
        verbs = parse(text)
    except TwimlError as error:
        assert error.code in {11750, 12100, 12200, 13520}  # noqa: PT017 - either way is right
    else:
        assert isinstance(verbs, tuple)
