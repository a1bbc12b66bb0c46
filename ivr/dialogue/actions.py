"""What a turn tells the telephone to do, in the imperative."""

from dataclasses import dataclass, field
from enum import StrEnum

from ivr.dialogue.book import Pace
from ivr.dialogue.state import CallState


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak these passages, by id, one after another."""

    passages: tuple[str, ...]
    language: str
    pace: Pace
    message: str = ""
    """What the provider calls a message of the caller's own, which is played before it all."""


class Spoken(StrEnum):
    """When the caller may speak instead of pressing keys."""

    NEVER = "never"
    ANYTIME = "anytime"
    AFTERWARDS = "afterwards"
    """Only after the speech of the turn, so that noise can't interrupt it."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for the caller. ``initial_timeout`` is in seconds from the end of the speech.

    Keys interrupt the speech of the same turn at any time; ``spoken`` tells whether words do.
    ``most_digits`` is how many keys may be pressed; more than one are ended by #, or by
    a pause.
    """

    initial_timeout: int
    spoken: Spoken = Spoken.NEVER
    most_digits: int = 1


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the caller with whoever of these answers first; ``ring`` is in seconds.

    With ``whispers`` who answers is told what call it is, and has to press a key to take it.
    With ``returns`` the caller can press * to come back.
    """

    numbers: tuple[str, ...]
    ring: int
    whispers: bool = True
    returns: bool = False


@dataclass(frozen=True, slots=True)
class RecordMessage:
    """Record what the caller says, until they press # or are silent; ``longest`` is in seconds."""

    longest: int


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """Keep the wish to be called back. ``topic`` is what they were hearing, if they agreed."""

    number: str = field(repr=False)
    best_time: str
    topic: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepMessage:
    """Keep a message for the staff; ``seconds`` is how long it is."""

    message: str
    seconds: int


@dataclass(frozen=True, slots=True)
class DiscardMessage:
    """Throw a message away."""

    message: str


@dataclass(frozen=True, slots=True)
class SendText:
    """Send a text of this kind to a number."""

    number: str = field(repr=False)
    kind: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ForgetPlace:
    """Forget where the caller was when an earlier call broke off."""


Effect = KeepRequest | KeepMessage | DiscardMessage | SendText | ForgetPlace


@dataclass(frozen=True, slots=True)
class Perform:
    """Do this now, and go on with what came of it: the turn is not over until then."""

    effect: Effect


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call."""


Ending = Listen | Dial | RecordMessage | Perform | HangUp


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer to one event: what to speak, then the one thing that ends the turn."""

    state: CallState
    speech: Speak
    ending: Ending
