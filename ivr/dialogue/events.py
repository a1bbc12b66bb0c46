"""What can happen in a call, in the past tense."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ivr.dialogue.book import Phrase


class TransferOutcome(StrEnum):
    """How a transfer came out."""

    COMPLETED = "completed"
    CANCELED = "canceled"
    """The caller did not want to wait any longer."""
    DECLINED = "declined"
    """Somebody, or a machine, answered and did not take the call."""
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A caller dialled the line."""


@dataclass(frozen=True, slots=True)
class CallResumed:
    """A call had to go on from the main menu; ``after`` is what is said about the reason.

    ``pressed`` are the keys that the caller had pressed: one who asked for a person gets one.
    ``said`` is what they had said: danger in it is answered, and nothing else.
    """

    after: Literal[Phrase.LOST_PLACE, Phrase.APOLOGY]
    pressed: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class DigitsPressed:
    """The caller pressed keys."""

    digits: str


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """The caller said something, as a recogniser wrote it down.

    ``confidence`` is how sure the recogniser is, from 0 to 1; None where it doesn't say.
    """

    utterance: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SilenceFell:
    """The caller neither pressed nor said anything until the timeout."""


@dataclass(frozen=True, slots=True)
class TransferEnded:
    """The call to somebody else is over, or never came about."""

    outcome: TransferOutcome


@dataclass(frozen=True, slots=True)
class MessageRecorded:
    """The caller left a message. ``message`` is what the provider calls it."""

    message: str
    seconds: int


class Outcome(StrEnum):
    """What came of something that the line was told to do."""

    DONE = "done"
    REFUSED = "refused"
    """It may not be done: the owner of a telephone wants no texts."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Performed:
    """What a turn told the line to do is done, or could not be. A kept wish has a reference."""

    outcome: Outcome
    reference: str = ""


Event = (
    CallStarted
    | CallResumed
    | DigitsPressed
    | SpeechHeard
    | SilenceFell
    | TransferEnded
    | MessageRecorded
    | Performed
)
