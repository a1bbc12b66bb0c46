"""What a caller hears of a verb, as text, and how many seconds it takes."""

import re
from collections.abc import Iterable
from typing import Final

from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.duration import digits_seconds, seconds
from ivr.speech.sounds import VOICE_WORDS_PER_MINUTE, Silence, Sound, as_written

UNKNOWN_SOUND: Final = 3.0
"""Seconds that a sound file counts that could not be listened to."""

_PUNCTUATION: Final = re.compile(r"[^\w*#]+")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")


def heard_text(verb: Say | Play | Pause) -> str:
    """The words of a verb as a person would write them down; digits stand apart."""
    match verb:
        case Say():
            return " ".join(filter(None, map(as_written, verb.sounds)))
        case Play():
            return verb.words or f"[sound: {verb.url}]"
        case Pause():
            return ""


def length(verb: Say | Play | Pause) -> float:
    """The seconds that a verb takes."""
    match verb:
        case Say():
            if verb.seconds is not None:
                return verb.loop * verb.seconds
            return verb.loop * sum(_sound_length(sound) for sound in verb.sounds)
        case Play():
            return verb.loop * (UNKNOWN_SOUND if verb.seconds is None else verb.seconds)
        case Pause():
            return float(verb.length)


def _sound_length(sound: Sound) -> float:
    if isinstance(sound, Silence):
        return sound.seconds
    pace = VOICE_WORDS_PER_MINUTE * sound.rate
    return digits_seconds(sound.text, pace) if sound.digits else seconds(sound.text, pace)


def until_named(verbs: Iterable[Say | Play | Pause], wanted: str) -> float:
    """The seconds until a text has been spoken; all of it if the text is not there.

    The text may go over from one piece of speech to the next. Within the piece in which it ends,
    time passes evenly over the letters.
    """
    pieces = [piece for verb in verbs for piece in _pieces(verb)]
    total = sum(taken for _, taken in pieces)
    looked_for = folded(wanted)
    place = f" {folded(' '.join(text for text, _ in pieces))}".find(f" {looked_for}")
    if place < 0:
        return total
    end = place + len(looked_for)
    elapsed, before, said = 0.0, 0, ""
    for text, taken in pieces:
        said = f"{said} {text}"
        after = len(folded(said))
        if after >= end:
            start = before + 1 if before else 0  # after the space between two pieces
            share = (end - start) / (after - start) if after > start else 0.0
            return elapsed + max(0.0, share) * taken
        elapsed, before = elapsed + taken, after
    return total


def _pieces(verb: Say | Play | Pause) -> list[tuple[str, float]]:
    """The sounds of a verb with the seconds that each takes; what is said again has no words."""
    match verb:
        case Say():
            guessed = [_sound_length(sound) for sound in verb.sounds]
            whole = length(verb) / verb.loop
            share = whole / (sum(guessed) or 1)
            once = [
                (as_written(sound), share * taken)
                for sound, taken in zip(verb.sounds, guessed, strict=True)
            ]
        case Play():
            whole = length(verb) / verb.loop
            once = [(verb.words, whole)]
        case Pause():
            return [("", length(verb))]
    return [*once, ("", (verb.loop - 1) * whole)]


def folded(text: str) -> str:
    """Text for comparing: lower case, no punctuation, digits that stand apart drawn together."""
    plain = " ".join(_PUNCTUATION.sub(" ", text.lower()).split())
    return _BETWEEN_DIGITS.sub("", plain)


def hears(heard: str, wanted: str) -> bool:
    """Whether a text was heard, from the beginning of a word on."""
    return f" {folded(wanted)}" in f" {folded(heard)}"
