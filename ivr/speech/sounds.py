"""What a voice is told to make: words, digits and silences, each at its pace."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.book import Language

VOICE_WORDS_PER_MINUTE: Final = 165
"""How fast a Polly voice reads prose when it is left alone; rates are shares of it."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words and how fast: ``rate`` is a share of the voice's own speed.

    ``digits`` are said one by one. ``written`` is how a person would write down what is heard,
    where the text is only there to be said right.
    """

    text: str
    rate: float = 1.0
    digits: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """Silence, in seconds."""

    seconds: float


Sound = Spoken | Silence


@dataclass(frozen=True, slots=True)
class Clip:
    """What one voice says without being interrupted. ``language`` is a locale, such as en-US.

    ``words_per_minute`` is how fast a voice is at a rate of 1.
    """

    language: str
    sounds: tuple[Sound, ...]
    words_per_minute: int = VOICE_WORDS_PER_MINUTE


def rate(words_per_minute: int, language: Language) -> float:
    """A pace as a share of the speed of a language's voice, in whole hundredths, as SSML has it."""
    return round(100 * words_per_minute / language.voice_words_per_minute) / 100


def as_written(sound: Sound) -> str:
    """A sound as a person would write it down; digits stand apart, and silence is nothing."""
    if isinstance(sound, Silence):
        return ""
    if sound.written:
        return sound.written
    return " ".join(sound.text) if sound.digits and sound.text.isdigit() else sound.text


def written(clips: Iterable[Clip]) -> str:
    """The words of clips as a person would write them down."""
    return " ".join(filter(None, (as_written(each) for clip in clips for each in clip.sounds)))
