"""What Twilio posts to the action of a verb when the verb is done."""

from typing import Final

from ivr.phone.call import DialOutcome

RECORDING_URL: Final = "https://api.twilio.example/RE" + "0" * 32
TALKED: Final = 60
"""Seconds that the caller talks with somebody else, where a Dial is completed."""


def keys(typed: str, finished_on: str = "") -> dict[str, str]:
    """Of a Gather: the keys without the one that finished it, and that one."""
    return {"Digits": typed, "FinishedOnKey": finished_on}


def speech(utterance: str, confidence: float) -> dict[str, str]:
    """Of a Gather: what was understood, and how surely, from 0 to 1."""
    return {"SpeechResult": utterance, "Confidence": f"{confidence:.2f}"}


def recording(seconds: int, key: str) -> dict[str, str]:
    """Of a Record: how long it is, and the key that finished it, or none."""
    return {"RecordingUrl": RECORDING_URL, "RecordingDuration": str(seconds), "Digits": key}


def dialled(outcome: DialOutcome) -> dict[str, str]:
    """Of a Dial."""
    result = {"DialCallStatus": outcome, "DialCallSid": "CA" + "1" * 32}
    if outcome == "completed":
        result["DialCallDuration"] = str(TALKED)
    return result
