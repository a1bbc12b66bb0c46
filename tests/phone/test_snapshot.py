"""A call that is put away between any two acts and taken up by another handset is the same call."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.cli.lines import Lines
from ivr.phone import callfile, script
from ivr.phone.call import DialOutcome
from ivr.phone.errors import PhoneError
from ivr.phone.handset import Handset
from ivr.phone.transport import Wsgi
from ivr.phone.verbs import Gather, Record
from tests.phone.webhooks import placed, response, said

CALLS = Path(__file__).parent.parent / "calls"
FILES = [file for file in sorted(CALLS.rglob("*.yaml")) if "topics" not in file.parts]
LINES = Lines()
KEPT = {"heard", "since", "texts", "ended", "whispered", "_recordings"}
"""What stays with the caller; all the rest is taken from the handset that goes on."""


REFERENCE = re.compile(r"(?<!\d )\b\d \d \d \d\b(?! \d)")


class Carried(Handset):
    """A handset that another one takes over after every act, from a snapshot."""

    takeovers = 0

    def dial(self) -> None:
        """As Handset has it."""
        super().dial()
        self._take_over()

    def press(self, keys: str, *, after: str | None = None) -> str:
        """As Handset has it."""
        lost = super().press(keys, after=after)
        self._take_over()
        return lost

    def say(self, utterance: str, confidence: float = 0.9, *, after: str | None = None) -> None:
        """As Handset has it."""
        super().say(utterance, confidence, after=after)
        self._take_over()

    def stay_silent(self) -> None:
        """As Handset has it."""
        super().stay_silent()
        self._take_over()

    def answer_dial(self, outcome: DialOutcome) -> None:
        """As Handset has it."""
        super().answer_dial(outcome)
        self._take_over()

    def _take_over(self) -> None:
        if not self.ended:
            other = Handset.restored(self._webhook._exchange, self.snapshot())
            vars(self).update((k, v) for k, v in vars(other).items() if k not in KEPT)
            self.takeovers += 1


def masked(result: script.Result) -> script.Result:
    """A result without the reference of a wish, which is drawn by lot."""
    return replace(result, transcript=REFERENCE.sub("0 0 0 0", result.transcript))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CALLS)))
def test_a_call_restored_after_every_act_goes_exactly_like_one_that_was_not(file: Path) -> None:
    """The same words at the same seconds, the same key presses, the same end."""
    made: list[Carried] = []

    def carried(*of_whom: object) -> Handset:
        plain = LINES.handset(*of_whom)  # type: ignore[arg-type] # as script.play gives them
        made.append(Carried(plain._webhook._exchange, plain._webhook._url, plain._numbers))
        return made[-1]

    loaded = callfile.load(file)
    plain = script.play(loaded, LINES.anew())
    LINES.anew()
    other = script.play(loaded, carried)
    assert not plain.failure
    assert masked(other) == masked(plain)
    assert made[0].takeovers > 0


def test_what_follows_a_verb_that_waits_is_still_there() -> None:
    """The verbs of a document after the one that waits are executed by the other handset."""
    waits = '<Gather timeout="2"><Say>One.</Say></Gather>'
    handset, webhook = placed(response("<Say>Zero.</Say>", waits, "<Say>Two.</Say>", waits))
    other = Handset.restored(Wsgi(webhook), handset.snapshot())
    assert isinstance(other.waiting, Gather)
    assert said(other) == []
    other.stay_silent()
    assert said(other) == ["One.", "Two."]
    handset.stay_silent()
    assert (other.clock, other.audible) == (handset.clock, handset.audible)


def test_addresses_are_still_relative_to_the_last_document() -> None:
    """An action without a host goes where the document came from."""
    handset, webhook = placed(response('<Gather numDigits="1" action="next"/>'))
    Handset.restored(Wsgi(webhook), handset.snapshot()).press("1")
    assert webhook.asked[-1].path == "/calls/next"
    assert webhook.last["CallSid"] == webhook.asked[0].form["CallSid"]


def test_a_recording_goes_on() -> None:
    """What was being recorded is still recorded."""
    handset, webhook = placed(response("<Record/>"))
    assert isinstance(Handset.restored(Wsgi(webhook), handset.snapshot()).waiting, Record)


def test_there_is_nothing_to_go_on_with_before_and_after_a_call() -> None:
    """A snapshot is of a line that waits for its caller, and of nothing else."""
    handset, webhook = placed(response("<Gather/>"))
    snapshot = handset.snapshot()
    with pytest.raises(PhoneError, match="not been placed"):
        Handset(Wsgi(webhook), "http://line.example/").snapshot()
    handset.hang_up()
    with pytest.raises(PhoneError, match="has ended"):
        handset.snapshot()
    for executed in (0, 9):
        with pytest.raises(PhoneError, match="waits for nothing"):
            Handset.restored(Wsgi(webhook), replace(snapshot, executed=executed))


def test_the_answer_is_what_was_said_since_the_last_act_and_what_is_said_now() -> None:
    """What a key interrupted belongs to the answer before; pauses and sounds are in it too."""
    first = response("<Say>Hello.</Say>", '<Gather numDigits="1"><Say>Choose.</Say></Gather>')
    handset, _ = placed(first, response("<Say>Bye.</Say>", '<Pause length="2"/>'))
    assert [type(verb).__name__ for verb in handset.answer] == ["Say", "Say"]
    handset.press("1")
    assert [type(verb).__name__ for verb in handset.answer] == ["Say", "Pause"]
    handset, _ = placed("not XML")
    assert len(handset.answer) == 1


@pytest.mark.parametrize(
    ("verbs", "seconds", "speech"),
    [
        ('<Gather input="dtmf speech" timeout="7"/>', 7, True),
        ('<Gather timeout="7"/>', 7, False),
        ('<Gather timeout="1"/><Gather input="dtmf speech" timeout="9"/>', 10, True),
        ('<Gather timeout="1"/><Gather timeout="9"/>', 10, False),
        ('<Gather timeout="1"/><Gather input="speech"><Say>Now.</Say></Gather>', 1, False),
        ('<Record timeout="4"/>', 4, True),
        ('<Dial timeout="20">+15555550100</Dial>', 20, False),
        ("<Hangup/>", 0, False),
    ],
)
def test_patience_and_what_the_line_takes(verbs: str, seconds: int, *, speech: bool) -> None:
    """How long silence lasts, and whether words are heard, tells also what stands behind."""
    handset, _ = placed(response(verbs))
    assert (handset.patience, handset.takes_speech) == (seconds, speech)
