from pathlib import Path

import pytest

from ivr.phone import callfile
from ivr.phone.handset import Handset, Numbers
from ivr.phone.script import Result, play, report
from ivr.phone.transport import Wsgi
from ivr.speech.duration import seconds
from tests.phone.webhooks import URL, Webhook, response

MENU = response(
    '<Gather numDigits="1"><Say>Welcome to the line.</Say><Pause/>'
    "<Say>For tea, press 1. For coffee, press 2.</Say></Gather>"
)
TEA = response("<Say>Tea it is.</Say>", MENU[10:-11])
BYE = response("<Say>Goodbye.</Say>")
DIAL = response('<Dial action="/d">+15555550100</Dial>')


def played(tmp_path: Path, documents: list[str], *steps: str, head: str = "") -> Result:
    """A script with these steps, played on a line that answers with these documents."""
    path = tmp_path / "a.yaml"
    path.write_text(f"call: a call\n{head}steps:\n" + "".join(f"  - {step}\n" for step in steps))
    webhook = Webhook(documents)

    def connect(environment: object, caller: str | None, at: object) -> Handset:
        assert at is None
        assert environment == ({"IVR_X": "1"} if "environment" in head else {})
        return Handset(Wsgi(webhook), URL, Numbers(caller=caller or "+15555550142"))

    return play(callfile.load(path, "a.yaml"), connect)


def test_a_call_that_goes_as_written_passes(tmp_path: Path) -> None:
    """Every kind of step holds, and the transcript is the call as a person would write it."""
    result = played(
        tmp_path,
        [MENU, TEA, DIAL, BYE],
        "hears: [welcome, tea press 1]",
        "does_not_hear: cocoa",
        "press: 1",
        "within: 5.5",
        "hears: [Tea it is, coffee]",
        "does_not_hear: welcome to tea",
        "ends: false",
        "press: 2",
        'dials: "+15555550100"',
        "dial_outcome: busy",
        "hears: goodbye",
        "ends: true",
        head="environment: {IVR_X: '1'}\n",
    )
    assert not result.failure
    assert result.presses == 2
    assert result.transcript.splitlines() == [
        "    0 s line  Welcome to the line. For tea, press 1. For coffee, press 2.",
        "      caller  presses 1",
        "    4 s line  Tea it is. Welcome to the line. For tea, press 1. For coffee, press 2.",
        "      caller  presses 2",
        "      caller  (the call to somebody else: busy)",
        "   16 s line  Goodbye.",
        "      ended by the line",
    ]


def test_the_caller_interrupts_once_what_they_want_was_named(tmp_path: Path) -> None:
    """Seconds count up to the last text of `hears`; without one all of it is listened to."""
    named = played(tmp_path, [MENU, BYE], "hears: welcome to the line", "press: 1")
    assert named.seconds == pytest.approx(seconds("Welcome to the line.") + seconds("Goodbye."))
    whole = played(tmp_path, [MENU, BYE], "press: 1")
    assert whole.seconds > named.seconds + 4
    missed = played(tmp_path, [TEA, BYE], "hears: tea it is", "press: 1")
    assert missed.seconds == pytest.approx(seconds("Tea it is.") + seconds("Goodbye."))


def test_keys_in_a_row_are_shown_one_by_one(tmp_path: Path) -> None:
    """Each answer is a line of the transcript, and the keys after the first interrupt at once."""
    result = played(tmp_path, [MENU, MENU, BYE], "hears: tea", "press: 12")
    assert [line.strip() for line in result.transcript.splitlines() if "caller" in line] == [
        "caller  presses 1",
        "caller  presses 2",
    ]
    assert result.presses == 2


def test_a_number_is_typed_as_one(tmp_path: Path) -> None:
    """A Gather of several digits gets all of them at once."""
    result = played(tmp_path, [response("<Gather/>"), BYE], 'press: "123#"', "hears: goodbye")
    assert not result.failure
    assert result.presses == 4


def test_speech_and_silence_are_acts(tmp_path: Path) -> None:
    """The caller may speak, be silent several times, and hang up."""
    speech = response('<Gather input="speech dtmf" actionOnEmptyResult="true"/>')
    result = played(
        tmp_path, [speech], "says: tea", "silence: 2", "ends: false", "hangs_up: true", "ends: true"
    )
    assert not result.failure
    assert result.transcript.splitlines()[-5:] == [
        '      caller  says "tea"',
        "      caller  is silent",
        "      caller  is silent",
        "      caller  hangs up",
        "      ended by the caller",
    ]


@pytest.mark.parametrize(
    ("documents", "steps", "failure"),
    [
        (
            [MENU],
            ["hears: For tee, press 1"],
            'a.yaml:3: "For tee, press 1" was not heard; the closest thing heard was "For tea, p',
        ),
        ([MENU], ["hears: zzz"], 'a.yaml:3: "zzz" was not heard'),
        ([MENU], ["does_not_hear: tea"], 'a.yaml:3: "tea" was heard, and should not be'),
        ([MENU, MENU], ["press: 1", "within: 3"], "a.yaml:4: 6.7 seconds were heard, and 3"),
        ([MENU], ['dials: "+15555550100"'], "a.yaml:3: the line is not calling anybody"),
        ([DIAL], ["dials: bob"], "a.yaml:3: the line is calling +15555550100, and not bob"),
        ([MENU], ["ends: true"], "a.yaml:3: the call is still up"),
        ([BYE], ["ends: false"], "a.yaml:3: the call has ended"),
        (["<oops"], ["ends: true"], "a.yaml:3: the call broke: this is not XML"),
        ([BYE], ["press: 1"], "a.yaml:3: press: the call has ended"),
        ([MENU], ["dial_outcome: busy"], "a.yaml:3: dial_outcome: nobody is being called"),
        ([DIAL], ["press: 5"], "a.yaml:3: key 5 was lost: the line is calling somebody else"),
        ([MENU, BYE], ["press: 12"], "a.yaml:3: key 2 was lost: the call has ended"),
        (
            [response('<Gather input="speech"/>')],
            ['press: "#"'],
            "a.yaml:3: key # was lost: the line listens to speech only",
        ),
        (
            [response('<Record finishOnKey="#"/>')],
            ["press: 1"],
            "a.yaml:3: key 1 was lost: the line is recording, and this key does not finish it",
        ),
    ],
)
def test_a_call_that_goes_otherwise_says_what_and_shows_the_call_so_far(
    tmp_path: Path, documents: list[str], steps: list[str], failure: str
) -> None:
    """Each kind of failure names its step, says what happened, and stands above the call."""
    result = played(tmp_path, documents, *steps)
    assert result.failure.startswith(failure)
    lines = report(result).splitlines()
    assert lines[:2] == [result.failure, "  call: a call"]
    assert len(lines) == 2 + len(result.transcript.splitlines())
    assert len(set(lines)) == len(lines)


def test_steps_after_a_failure_are_not_taken(tmp_path: Path) -> None:
    """The call stops at the first step that goes otherwise."""
    result = played(tmp_path, [MENU], "hears: cocoa", "press: 1")
    assert result.presses == 0
    assert result.failure.startswith("a.yaml:3:")


def test_an_error_of_twilios_is_shown_with_its_code(tmp_path: Path) -> None:
    """The transcript of a call that broke ends with the reason and the code."""
    result = played(tmp_path, [response("<Fax/>")], "hears: application error")
    assert not result.failure
    assert result.transcript.splitlines()[-1].endswith("(Twilio error 12200)")


def test_a_long_speech_is_wrapped_under_itself(tmp_path: Path) -> None:
    """A report has no line wider than a screen, unless a single word is."""
    words = response(f"<Say>{'many words ' * 30}{'x' * 200}</Say>")
    lines = report(played(tmp_path, [words], "ends: false")).splitlines()
    assert max(len(line) for line in lines[2:-2]) <= 98
    assert lines[3].startswith(" " * 16)


def test_the_caller_may_call_from_any_number(tmp_path: Path) -> None:
    """`from` is the number that the line sees."""
    result = played(tmp_path, [DIAL], "ends: true", head="from: anonymous\n")
    assert "the caller is anonymous" in result.failure
