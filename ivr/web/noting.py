"""What is noted down of each turn: no digits, no words, nothing that would tell who called."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ivr.dialogue.actions import Dial, HangUp, KeepMessage, KeepRequest, RecordMessage, Turn
from ivr.dialogue.book import Book
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    MessageRecorded,
    Outcome,
    Performed,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.nodes import Read

if TYPE_CHECKING:
    from ivr.records import CallFacts, TurnTaken
    from ivr.records.calls import PlaceLeft

NAMES: Final = {
    CallStarted: "began",
    CallResumed: "apologised",
    DigitsPressed: "pressed",
    SpeechHeard: "said",
    SilenceFell: "silent",
    MessageRecorded: "recorded",
    Performed: "performed",
}
"""What happened in a turn, by kind; how a transfer ended is told as such."""

RESULTS: Final = {KeepRequest: "request", KeepMessage: "voicemail"}
"""What came of a call in which one of these was done."""

REACHED: Final = "person"
BY_THE_LINE: Final = "line"


def facts_of_start(call_sid: str, turn: Turn, now: datetime) -> "CallFacts":
    """What is known of a call that begins."""
    from ivr.records import CallFacts  # noqa: PLC0415 - only lines that keep something need it

    return CallFacts(call_sid, now, language=turn.speech.language)


def facts_of_turn(
    call_sid: str, event: Event, done: Mapping[type, Outcome], turn: Turn, now: datetime
) -> "CallFacts | None":
    """What a turn says of its whole call, if anything. ``done`` is what was done in it."""
    from ivr.records import CallFacts  # noqa: PLC0415 - as above

    results = [name for kind, name in RESULTS.items() if done.get(kind) is Outcome.DONE]
    if event == TransferEnded(TransferOutcome.COMPLETED):
        results.append(REACHED)
    ends = isinstance(turn.ending, HangUp)
    if not (results or ends):
        return None
    return CallFacts(
        call_sid,
        now,
        language=turn.speech.language,
        outcome=results[0] if results else None,
        how=BY_THE_LINE if ends else None,
    )


def facts_of_end(call_sid: str, seconds: int | None, now: datetime) -> "CallFacts":
    """What is known of a call that is over, whose turns may say more of what came of it."""
    from ivr.records.calls import (  # noqa: PLC0415 - as above
        BY_THE_CALLER,
        ONLY_HEARD,
        CallFacts,
    )

    return CallFacts(
        call_sid, now, ended=now, outcome=ONLY_HEARD, how=BY_THE_CALLER, seconds=seconds
    )


def turn_taken(
    call_sid: str, sequence: int, event: Event, turn: Turn, now: datetime
) -> "TurnTaken":
    """One turn: where it led, and of which kind what happened was."""
    from ivr.records import TurnTaken  # noqa: PLC0415 - as above

    outcome = NAMES.get(type(event), "")
    if isinstance(event, TransferEnded):
        outcome = f"transfer_{event.outcome}"
    elif isinstance(event, DigitsPressed | SpeechHeard) and turn.state.misunderstandings:
        outcome = "not_understood"
    state = turn.state
    return TurnTaken(call_sid, sequence, now, state.place.node, outcome)


def place_left(book: Book, number: str, turn: Turn, now: datetime) -> "PlaceLeft | None":
    """Where the caller is, should the call break off now; None if that has not changed.

    Who is not in the middle of a text has nothing to go on with, and a call that the line has
    ended did not break off.
    """
    from ivr.records.calls import PlaceLeft  # noqa: PLC0415 - as above

    if not (number and book.service.resume_within):
        return None
    state = turn.state
    if state.left is not None or isinstance(turn.ending, Dial | RecordMessage):
        return None
    parts = book.languages[state.language].parts.get(state.place.node, 0)
    reads = isinstance(book.nodes[state.place.node], Read) and state.place.part < parts
    if isinstance(turn.ending, HangUp) or not reads:
        return PlaceLeft(number, None, now)
    return PlaceLeft(number, (state.language, state.place.node, state.place.part), now)
