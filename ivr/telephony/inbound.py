"""What Twilio posts, as an event of the dialogue."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.dialogue.events import (
    DigitsPressed,
    Event,
    MessageRecorded,
    SilenceFell,
    SpeechHeard,
    TransferEnded,
    TransferOutcome,
)

_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")

OUTCOMES: Final = {
    "completed": TransferOutcome.COMPLETED,
    "answered": TransferOutcome.COMPLETED,
    "busy": TransferOutcome.BUSY,
    "no-answer": TransferOutcome.NO_ANSWER,
    "canceled": TransferOutcome.CANCELED,
}
"""DialCallStatus; ``failed`` and whatever is new count as failed."""

NOT_BRIDGED: Final = "false"
"""DialBridged where somebody answered and nobody was connected: the call was not taken."""


def _confidence(written: str) -> float | None:
    """How sure the recogniser is; None where it doesn't say, or says no number from 0 to 1."""
    try:
        confidence = float(written)
    except ValueError:
        return None
    return confidence if 0 <= confidence <= 1 else None


def _transfer(status: str, bridged: str) -> TransferOutcome:
    outcome = OUTCOMES.get(status, TransferOutcome.FAILED)
    declined = outcome is TransferOutcome.COMPLETED and bridged == NOT_BRIDGED
    return TransferOutcome.DECLINED if declined else outcome


def _recording_sid(url: str) -> str:
    """What Twilio calls a recording: the last part of its address, without a kind of file."""
    return url.rpartition("/")[2].partition(".")[0]


def _seconds(form: Mapping[str, str]) -> int:
    written = form.get("RecordingDuration", "")
    return int(written) if written.isascii() and written.isdigit() else 0


def caller_number(form: Mapping[str, str]) -> str:
    """The number that is calling, in E.164; empty where it is withheld, or is no such number."""
    number = form.get("From", "")
    return number if _E164.fullmatch(number) else ""


def event(form: Mapping[str, str]) -> Event:
    """The event that the parameters of an action request report.

    A parameter that is empty means the same as one that is missing.
    """
    dialled = form.get("DialCallStatus")
    if dialled:
        return TransferEnded(_transfer(dialled, form.get("DialBridged", "")))
    recording = form.get("RecordingUrl")
    if recording:
        return MessageRecorded(_recording_sid(recording), _seconds(form))
    digits = form.get("Digits")
    if digits:
        return DigitsPressed(digits)
    utterance = form.get("SpeechResult")
    if utterance:
        return SpeechHeard(utterance, _confidence(form.get("Confidence", "")))
    return SilenceFell()
