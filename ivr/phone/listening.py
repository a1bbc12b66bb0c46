"""What a caller hears of a verb, as text, and how many seconds it takes."""

import re
from collections.abc import Iterable
from typing import Final

from ivr.phone.verbs import Pause, Play, Say, Silence, Spoken
from ivr.speech.duration import VOICE_WORDS_PER_MINUTE, digits_seconds, seconds

UNKNOWN_SOUND: Final = 3.0
"""Seconds that a sound file counts; its real length is not known from TwiML."""

_PUNCTUATION: Final = re.compile(r"[^\w*#]+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")


def heard_text(verb: Say | Play | Pause) -> str:
    """The words of a verb as a person would write them down; digits stand apart."""
    match verb:
        case Say():
            parts = [
                " ".join(sound.text) if sound.digits else sound.text
                for sound in verb.sounds
                if isinstance(sound, Spoken)
            ]
            return " ".join(parts)
        case Play():
            return f"[sound: {verb.url}]"
        case Pause():
            return ""


def length(verb: Say | Play | Pause) -> float:
    """The seconds that a verb takes."""
    match verb:
        case Say():
            return verb.loop * sum(_sound_length(sound) for sound in verb.sounds)
        case Play():
            return verb.loop * UNKNOWN_SOUND
        case Pause():
            return float(verb.length)


def _sound_length(sound: Spoken | Silence) -> float:
    if isinstance(sound, Silence):
        return sound.seconds
    pace = VOICE_WORDS_PER_MINUTE * sound.rate
    return digits_seconds(sound.text, pace) if sound.digits else seconds(sound.text, pace)


def until_named(verbs: Iterable[Say | Play | Pause], wanted: str) -> float:
    """The seconds until a text has been spoken; all of it if the text is not there.

    The text is looked for in each spoken sentence, so it is found within one option of a menu.
    """
    elapsed = 0.0
    for verb in verbs:
        sounds = verb.sounds * verb.loop if isinstance(verb, Say) else ()
        for sound in sounds:
            text = sound.text if isinstance(sound, Spoken) else ""
            place = f" {folded(text)}".find(f" {folded(wanted)}")
            if place >= 0:
                share = min(1.0, (place + len(folded(wanted))) / max(1, len(folded(text))))
                return elapsed + share * _sound_length(sound)
            elapsed += _sound_length(sound)
        if not isinstance(verb, Say):
            elapsed += length(verb)
    return elapsed


def folded(text: str) -> str:
    """Text for comparing: lower case, no punctuation, digits that stand apart drawn together."""
    plain = " ".join(_PUNCTUATION.sub(" ", text.lower()).split())
    return _BETWEEN_DIGITS.sub("", plain)


def hears(heard: str, wanted: str) -> bool:
    """Whether a text was heard, from the beginning of a word on."""
    return f" {folded(wanted)}" in f" {folded(heard)}"
