"""A call as values: who calls whom, what was heard, and how it ended."""

from dataclasses import dataclass
from typing import Literal

from ivr.phone.verbs import Pause, Play, Say

DialOutcome = Literal["completed", "declined", "busy", "no-answer", "failed", "canceled"]
"""What comes of a call to somebody else. Who declines answers, and does not take the call."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that was played to the caller: from which second of the call, and how long.

    Where the caller interrupted it, ``seconds`` is shorter than the whole ``text`` takes.
    ``verb`` is what was played; nothing stands for Twilio's own voice.
    """

    text: str
    at: float
    seconds: float
    verb: Say | Play | Pause | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What the caller did, and in which second of the call: pressed keys, or said words."""

    at: float
    keys: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a call ended. ``code`` is Twilio's error code where it was an error."""

    by: Literal["line", "caller", "error"]
    reason: str = ""
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Who is calling whom, and as which call of which account."""

    to: str = "+15555550199"
    caller: str = "+15555550142"
    call_sid: str = "CA" + "0" * 32
    account_sid: str = "AC" + "0" * 32
