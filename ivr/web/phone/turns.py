"""What the page shows after each act: who did what, what was said, and what can be done now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ivr.phone.handset import Handset
from ivr.phone.verbs import Dial, Gather, Record
from ivr.web.phone.sound import Said
from ivr.web.phone.words import Words, language_of, timed

Phase = Literal["ready", "listening", "dialing", "recording", "ended"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What is shown in ``language``. ``state`` is the sealed call, empty where none is up.

    ``did`` tells what the caller did, ``notes`` what is to be known besides what is ``said``, and
    ``hint`` what may be done. ``patience`` is how many seconds of silence the line waits, and
    ``most_keys`` how many keys it takes at once (0: any number), until ``finish_key``.
    """

    language: str
    phase: Phase = "ready"
    state: str = ""
    did: str = ""
    said: tuple[Said, ...] = ()
    notes: tuple[str, ...] = ()
    hint: str = ""
    patience: int = 0
    most_keys: int = 1
    finish_key: str = ""
    takes_speech: bool = False


def language(handset: Handset, said: Iterable[Said], before: str) -> str:
    """The language of the pages that fits the call: what it listens in, or mostly speaks."""
    if handset.language:
        return language_of(handset.language)
    seconds: dict[str, float] = {}
    for each in said:
        if each.text and each.language:
            seconds[each.language] = seconds.get(each.language, 0.0) + each.seconds
    return language_of(max(seconds, key=lambda locale: seconds[locale])) if seconds else before


def phase(handset: Handset) -> Phase:
    """Where the call is."""
    match handset.waiting:
        case Gather():
            return "listening"
        case Dial():
            return "dialing"
        case Record():
            return "recording"
        case None:
            return "ended"


def hint(handset: Handset, words: Words) -> str:
    """What whoever holds the phone should know now."""
    match handset.waiting:
        case Dial(numbers=numbers, timeout=timeout):
            return timed(words, "dialing", timeout, count=len(numbers))
        case Record():
            return words["recording"]
        case Gather() if not handset.takes_speech:
            return words["no_speech"]
        case _:
            return ""


def notes(handset: Handset, said: Iterable[Said], lost: str, words: Words) -> tuple[str, ...]:
    """What is to be known besides what was said."""
    told = [words["text"].format(text=sms.text) for sms in handset.texts]
    if lost:
        told.append(words["lost"].format(keys=lost))
    if any(each.text and not each.audio for each in said):
        told.append(words["no_sound"])
    ended = handset.ended
    if ended is not None and ended.by == "error":
        told.append(words["ended_error"].format(reason=ended.reason))
    elif ended is not None and ended.by == "line":
        told.append(words["ended_line"])
    return tuple(told)
