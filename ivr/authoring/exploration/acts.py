"""What a caller can do in each state of a call, and what cannot be told apart from it."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from ivr.dialogue.actions import Dial, Listen, RecordMessage, Turn
from ivr.dialogue.asking import answers
from ivr.dialogue.book import GATE_KEY, HANDSET_KEYS, Book, Command, Phrase
from ivr.dialogue.events import (
    CallResumed,
    DigitsPressed,
    Event,
    MessageRecorded,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.nodes import Collect, Menu, Read, Record, Text
from ivr.dialogue.state import GATE, CallState

Situation = tuple[str, int, str, int, int, tuple[str, ...]]

MEANINGLESS: Final = SpeechHeard("lorem ipsum")
SILENCE: Final = SilenceFell()
KEYS: Final = tuple(DigitsPressed(key) for key in sorted(HANDSET_KEYS))
OUTCOMES: Final = tuple(TransferEnded(outcome) for outcome in TransferOutcome)
FAILURES: Final = (CallResumed(Phrase.APOLOGY), CallResumed(Phrase.LOST_PLACE))
MESSAGE: Final = "a message"
MESSAGES: Final = (MessageRecorded(MESSAGE, 30), MessageRecorded("", 0))
NUMBERS: Final = tuple(
    map(DigitsPressed, ("2125550142", "12125550142", "0005550142", "212", "911"))
)
"""What is typed where a number is asked for: a number, none, and the beginning of one."""


class Acts:
    """What can be done in the calls of one book.

    ``labels`` holds how each node is offered, by language, and ``alarms`` what somebody in danger
    says and where that leads.
    """

    def __init__(
        self,
        book: Book,
        labels: Mapping[str, Mapping[str, str]],
        alarms: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.book = book
        self._labels = labels
        self._alarms = alarms
        self.keys = {command: DigitsPressed(key) for key, command in book.service.keys.items()}

    def means_nothing(self, here: Situation, event: Event) -> bool:
        """Whether a key is neither a command nor an option where the caller is."""
        if not isinstance(event, DigitsPressed):
            return False
        node = self.book.nodes[here[0]]
        options: Collection[str] = node.options if isinstance(node, Menu | Read) else ()
        if isinstance(node, Collect | Record | Text):
            return not set(event.digits) <= {*answers(node, here[1]), *self.book.service.keys}
        taken = (GATE_KEY,) if here[1] == GATE else options
        return event.digits not in self.book.service.keys and event.digits not in taken

    def after(self, turn: Turn) -> Iterator[Event]:
        """What is tried after a turn: on the ladder of attempts, what leads up or off it."""
        yield SILENCE
        if isinstance(turn.ending, RecordMessage):
            yield from (*MESSAGES, *FAILURES)
            return
        if isinstance(turn.ending, Listen) and turn.ending.most_digits > 1:
            yield from NUMBERS
        yield MEANINGLESS
        yield from self._in_danger(turn.state)
        if turn.state.silences or turn.state.misunderstandings:
            yield self.keys[Command.PERSON]
            yield self.keys[Command.REPEAT]
            here = situation(turn.state)
            yield from [key for key in KEYS if self.means_nothing(here, key)][:1]
            return
        yield from KEYS
        node = self.book.nodes[turn.state.place.node]
        if isinstance(node, Menu | Read):
            labels = self._labels[turn.state.language]
            for target in node.options.values():
                if target in labels:
                    yield SpeechHeard(labels[target])
            if isinstance(node, Menu) or turn.state.place.part == GATE:
                first = [labels[target] for target in node.options.values() if target in labels][:1]
                yield from (SpeechHeard(label, confidence=0.0) for label in first)
        yield from OUTCOMES if isinstance(turn.ending, Dial) else OUTCOMES[:1]
        yield from FAILURES

    def _in_danger(self, state: CallState) -> Iterator[SpeechHeard]:
        """What somebody in danger says: each kind where nothing went wrong, one elsewhere."""
        said = [SpeechHeard(words) for words in self._alarms.get(state.language, ())]
        yield from said[:1] if state.silences or state.misunderstandings else said


def situation(state: CallState) -> Situation:
    """What tells one state from another; trail and pace are no part of it."""
    place = state.place
    return (
        place.node,
        place.part,
        state.language,
        state.silences,
        state.misunderstandings,
        state.asked,
    )
