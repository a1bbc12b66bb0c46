"""What a call does: frozen values, and one pure function over them."""

from ivr.dialogue.actions import Dial, Ending, HangUp, Listen, Speak, Turn
from ivr.dialogue.book import Book, Command, Language, Pace, Phrase, Service, StaffGroup
from ivr.dialogue.errors import EndlessTurnError
from ivr.dialogue.events import (
    CallResumed,
    CallStarted,
    DigitsPressed,
    Event,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)
from ivr.dialogue.state import CallState, Place, opening
from ivr.dialogue.step import step

__all__ = [
    "Book",
    "CallResumed",
    "CallStarted",
    "CallState",
    "Command",
    "Dial",
    "DigitsPressed",
    "Ending",
    "EndlessTurnError",
    "Event",
    "HangUp",
    "Language",
    "Listen",
    "Pace",
    "Phrase",
    "Place",
    "Service",
    "SilenceFell",
    "Speak",
    "SpeechHeard",
    "StaffGroup",
    "TransferEnded",
    "TransferOutcome",
    "Turn",
    "opening",
    "step",
]
