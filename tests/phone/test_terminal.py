import io

import pytest

from ivr.phone.handset import Handset
from ivr.phone.terminal import HELP, KEYPAD, call
from ivr.phone.transport import Wsgi
from tests.phone.webhooks import URL, Webhook, response

MENU = response(
    '<Gather numDigits="1" input="dtmf speech" actionOnEmptyResult="true">'
    "<Say>For tea, press 1.</Say><Pause/></Gather>"
)
BYE = response("<Say>Goodbye.</Say>")
DIAL = response('<Dial action="/d">+15555550100</Dial>')


class Tty(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        """Whether this is a terminal: yes."""
        return True


def talked(typed: str, *documents: str) -> tuple[list[str], Webhook]:
    """The lines shown over a plain pipe when this is typed, and the webhook."""
    webhook = Webhook(list(documents))
    shown = io.StringIO()
    call(Handset(Wsgi(webhook), URL), io.StringIO(typed), shown)
    assert "\033" not in shown.getvalue()
    return shown.getvalue().splitlines(), webhook


def test_a_whole_call_over_a_plain_pipe() -> None:
    """What is spoken, what is typed and the time are shown, each once."""
    lines, _ = talked("1\n", MENU, BYE)
    assert " ".join(lines[:2]) == HELP
    assert lines[2:] == [
        KEYPAD,
        "0:00  For tea, press 1.",
        "0:03  your key: 1",
        "0:03  Goodbye.",
        "",
        "The line hung up. 0:04 of speech in 0:04.",
    ]


def test_an_empty_line_is_silence() -> None:
    """Enter alone lets the timeout pass, and is shown as silence."""
    lines, webhook = talked("\n", MENU, BYE)
    assert any(line.endswith("your key: (silence)") for line in lines)
    assert not webhook.last["Digits"]


def test_say_speaks() -> None:
    """`say` sends speech where the line listens to it."""
    _, webhook = talked("say  some tea\n", MENU, BYE)
    assert webhook.last["SpeechResult"] == "some tea"


def test_keys_may_be_apart() -> None:
    """Blanks between keys mean nothing, and every key is pressed."""
    _, webhook = talked("1 2\n", MENU, MENU, BYE)
    assert [asked.form.get("Digits") for asked in webhook.asked] == [None, "1", "2"]


@pytest.mark.parametrize("typed", ["q\n", "hang up\n", "BYE\n", ""])
def test_the_caller_hangs_up(typed: str) -> None:
    """Several words, and the end of input, end the call."""
    lines, webhook = talked(typed, MENU)
    assert lines[-1].startswith("You hung up.")
    assert len(webhook.asked) == 1


def test_what_means_nothing_gets_help_and_does_nothing() -> None:
    """Unknown input repeats the help, without repeating what was said."""
    lines, webhook = talked("tea please\nq\n", MENU)
    assert " ".join(lines).count(HELP) == 2
    assert " ".join(lines).count("For tea") == 1
    assert len(webhook.asked) == 1


def test_somebody_else_is_called() -> None:
    """A Dial asks for its outcome, and takes nothing else."""
    lines, webhook = talked("1\nbusy\n", DIAL, BYE)
    assert " ".join(lines).count("Type busy, no-answer, failed or completed.") == 2
    assert webhook.last["DialCallStatus"] == "busy"


def test_a_key_that_nobody_waits_for_is_named() -> None:
    """A lost key is not lost without a word."""
    lines, _ = talked("1\n#\n", response('<Record finishOnKey="#"/>'), BYE)
    assert "Nobody waits for 1." in lines
    assert "0:00  recording: #" in lines


def test_a_call_that_breaks_says_why() -> None:
    """The reason and Twilio's code are shown."""
    lines, _ = talked("", "<oops")
    assert lines[-2].startswith("The call broke: this is not XML")
    assert "(Twilio error 12100)" in " ".join(lines)


def test_long_speech_is_wrapped_under_itself() -> None:
    """No line is wider than is easy to read."""
    lines, _ = talked("", response(f"<Say>{'many words ' * 30}</Say>"))
    assert max(map(len, lines)) <= 88
    assert sum(line.startswith("      many") for line in lines) >= 3


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_has_colour_unless_it_is_not_wanted(
    monkeypatch: pytest.MonkeyPatch, *, colour: bool
) -> None:
    """ANSI is written to a terminal only, and not where NO_COLOR is set."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    shown = Tty()
    call(Handset(Wsgi(Webhook([MENU, BYE])), URL), Tty("1\n"), shown)
    assert ("\033[" in shown.getvalue()) is colour
    # A terminal shows itself what is typed.
    assert "your key: 1" not in shown.getvalue()
