"""What Twilio posts to the action of a verb when the verb is done."""

from typing import Final

from ivr.phone.call import DialOutcome

RECORDINGS: Final = "https://api.twilio.example/Recordings/"
HUNG_UP: Final = "hangup"
"""In the place of a key, where the caller ended a recording by hanging up."""

TALKED: Final = 60
"""Seconds that the caller talks with somebody else, where a Dial is completed."""

WHISPERED: Final = 15
"""Seconds until somebody who answers and does not take the call is gone again."""

OTHER_LEG: Final = "CA" + "1" * 32
"""What Twilio calls the call to somebody else."""


def keys(typed: str, finished_on: str = "") -> dict[str, str]:
    """Of a Gather: the keys without the one that finished it, and that one."""
    return {"Digits": typed, "FinishedOnKey": finished_on}


def speech(utterance: str, confidence: float) -> dict[str, str]:
    """Of a Gather: what was understood, and how surely, from 0 to 1."""
    return {"SpeechResult": utterance, "Confidence": f"{confidence:.2f}"}


def recording(sid: str, seconds: int, key: str) -> dict[str, str]:
    """Of a Record: what it is called, how long it is, and the key that finished it, or none."""
    return {
        "RecordingUrl": f"{RECORDINGS}{sid}",
        "RecordingDuration": str(seconds),
        "Digits": key,
    }


def dialled(outcome: DialOutcome) -> dict[str, str]:
    """Of a Dial. Who declines has answered: Twilio calls that completed, and not bridged."""
    answered = outcome in ("completed", "declined")
    result = {"DialCallStatus": "completed" if answered else outcome, "DialCallSid": OTHER_LEG}
    if answered:
        talked = outcome == "completed"
        result["DialBridged"] = "true" if talked else "false"
        result["DialCallDuration"] = str(TALKED if talked else WHISPERED)
    return result
