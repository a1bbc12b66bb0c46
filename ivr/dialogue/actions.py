"""What a turn tells the telephone to do, in the imperative."""

from dataclasses import dataclass
from enum import StrEnum

from ivr.dialogue.book import Pace, StaffGroup
from ivr.dialogue.state import CallState


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak these passages, by id, one after another."""

    passages: tuple[str, ...]
    language: str
    pace: Pace


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
    """

    initial_timeout: int
    spoken: Spoken = Spoken.NEVER


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the caller with one of these people."""

    staff: StaffGroup


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call."""


Ending = Listen | Dial | HangUp


@dataclass(frozen=True, slots=True)
class Turn:
    """The answer to one event: what to speak, then the one thing that ends the turn."""

    state: CallState
    speech: Speak
    ending: Ending
