"""A message that its turn could do nothing with: the caller agreed to it, so it is kept."""

from collections.abc import Container, Mapping

from ivr.dialogue.actions import DiscardMessage, KeepMessage
from ivr.dialogue.events import MessageRecorded
from ivr.telephony import inbound

SHORTEST = 1


def unkept(form: Mapping[str, str], done: Container[type]) -> KeepMessage | DiscardMessage | None:
    """What is to be done with what a request says was recorded; None if nothing is.

    ``done`` is what the turn has done or tried. What is not even a second long says nothing.
    """
    told = {name: value for name, value in form.items() if name.startswith("Recording")}
    told["RecordingUrl"] = form.get("RecordingUrl") or form.get("RecordingSid", "")
    event = inbound.event(told)
    if not isinstance(event, MessageRecorded) or KeepMessage in done or DiscardMessage in done:
        return None
    if form.get("RecordingDuration") == "0":
        return DiscardMessage(event.message)
    return KeepMessage(event.message, max(event.seconds, SHORTEST))
