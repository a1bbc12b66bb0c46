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

WITHHELD: Final = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253"})
"""Whose number is not shown: "anonymous", "restricted", "blocked", "unknown" and "unavailable" in
the letters of the keypad, as carriers send them and Twilio passes them on; all of them share it."""

WEB_CALLER: Final = "client:careline-web-phone"
"""Who calls from a browser: nobody records them, and no text goes there."""

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


def _recording_sid(form: Mapping[str, str], url: str) -> str:
    """What Twilio calls a recording: the last part of its address, without a kind of file."""
    return form.get("RecordingSid") or url.rstrip("/").rpartition("/")[2].partition(".")[0]


def _seconds(form: Mapping[str, str]) -> int:
    """How long a recording is. Where that is not told it is taken to be one, and so is kept."""
    written = form.get("RecordingDuration", "")
    return int(written) if written.isascii() and written.isdigit() else 1


def caller_number(form: Mapping[str, str]) -> str:
    """The number that is calling, in E.164; empty where it is withheld, or is no such number."""
    number = form.get("From", "")
    withheld = number.removeprefix("+").removeprefix("1") in WITHHELD
    return "" if withheld or not _E164.fullmatch(number) else number


def event(form: Mapping[str, str]) -> Event:
    """The event that the parameters of an action request report.

    A parameter that is empty means the same as one that is missing.
    """
    dialled = form.get("DialCallStatus")
    if dialled:
        return TransferEnded(_transfer(dialled, form.get("DialBridged", "")))
    recording = form.get("RecordingUrl")
    if recording:
        return MessageRecorded(_recording_sid(form, recording), _seconds(form))
    digits = form.get("Digits")
    if digits:
        return DigitsPressed(digits)
    utterance = form.get("SpeechResult")
    if utterance:
        return SpeechHeard(utterance, _confidence(form.get("Confidence", "")))
    return SilenceFell()
