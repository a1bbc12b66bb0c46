"""What Twilio posts, as an event of the dialogue."""

from collections.abc import Mapping
from typing import Final

from ivr.dialogue.events import (
    DigitsPressed,
    Event,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)

OUTCOMES: Final = {
    "completed": TransferOutcome.COMPLETED,
    "answered": TransferOutcome.COMPLETED,
    "busy": TransferOutcome.BUSY,
    "no-answer": TransferOutcome.NO_ANSWER,
}
"""DialCallStatus; ``failed``, ``canceled`` and whatever is new count as failed."""


def _confidence(written: str) -> float | None:
    """How sure the recogniser is; None where it doesn't say, or says no number from 0 to 1."""
    try:
        confidence = float(written)
    except ValueError:
        return None
    return confidence if 0 <= confidence <= 1 else None


def event(form: Mapping[str, str]) -> Event:
    """The event that the parameters of an action request report.

    A parameter that is empty means the same as one that is missing.
    """
    dialled = form.get("DialCallStatus")
    if dialled:
        return TransferEnded(OUTCOMES.get(dialled, TransferOutcome.FAILED))
    digits = form.get("Digits")
    if digits:
        return DigitsPressed(digits)
    utterance = form.get("SpeechResult")
    if utterance:
        return SpeechHeard(utterance, _confidence(form.get("Confidence", "")))
    return SilenceFell()
