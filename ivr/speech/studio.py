"""Makes clips into sound files, once: what was made before is found in the cache."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from ivr.speech import mastering
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, SoundCache
from ivr.speech.clips import clip_key, hashed
from ivr.speech.sounds import Clip, Silence, Spoken, written

if TYPE_CHECKING:
    from ivr.speech.voice import Samples, Voice

FORM: Final = 2
"""How sound is made here: another number gives all of it other names."""

_BEFORE_PUNCTUATION: Final = re.compile(r" +(?=[.,;:?!)])")


@dataclass(frozen=True, slots=True)
class Made:
    """A sound in the cache: its name, and how many seconds it takes."""

    name: str
    seconds: float


class Studio:
    """Makes sound with ``voice``, which gives the voice for a locale.

    A voice is asked for when a clip in its language is made for the first time.
    """

    def __init__(self, cache: SoundCache, voice: Callable[[str], "Voice"]) -> None:
        self.cache = cache
        self._choose = voice
        self._voices: dict[str, Voice] = {}

    def name(self, clips: Sequence[Clip]) -> str:
        """The name of the sound of these clips. Raises SpeechError if no voice speaks one."""
        ids = {clip.language: self._voice(clip.language).id for clip in clips}
        return hashed([FORM, sorted(ids.items()), clip_key(clips)])

    def made(self, clips: Sequence[Clip]) -> Made:
        """The sound of these clips, which is made if it is not in the cache.

        Raises SpeechError if a voice fails, OSError if there is no room.
        """
        name = self.name(clips)
        return self.found(name) if self.cache.has(name) else self._make(name, clips)

    def found(self, name: str) -> Made:
        """A sound that is in the cache."""
        with soundfile.SoundFile(self.cache.path(name)) as file:
            return Made(name, len(file) / file.samplerate)

    def keep(
        self, name: str, samples: "Samples", rate: int, words: str, *, synthetic: bool = False
    ) -> Made:
        """Put a sound into the cache. Raises OSError if there is no room."""
        self.cache.put(name, WIDE_FILE, mastering.wide_file(samples, rate, words))
        self.cache.put(
            name,
            TELEPHONE_FILE,
            mastering.telephone_file(samples, rate, words, synthetic=synthetic),
        )
        return Made(name, len(samples) / rate)

    def _make(self, name: str, clips: Sequence[Clip]) -> Made:
        rate = max(self._voice(clip.language).samples_a_second for clip in clips)
        spoken = mastering.joined([self._spoken(clip, rate) for clip in clips])
        whole = mastering.trimmed(spoken, rate)
        return self.keep(name, whole, rate, written(clips), synthetic=True)

    def _spoken(self, clip: Clip, rate: int) -> "Samples":
        """A clip at the common loudness, with so many samples a second."""
        voice = self._voice(clip.language)
        own = voice.samples_a_second
        said: dict[tuple[str, float], Samples] = {}
        pieces: list[Samples] = []
        for each in _runs(clip):
            if isinstance(each, Silence):
                pieces.append(np.zeros(int(own * each.seconds), dtype=np.float32))
                continue
            if each not in said:
                text, share = each
                heard = voice.speak(text, share * clip.words_per_minute)
                said[each] = mastering.levelled(mastering.trimmed(heard, own), own)
            pieces.append(said[each])
        return mastering.resampled(mastering.joined(pieces), own, rate)

    def _voice(self, locale: str) -> "Voice":
        if locale not in self._voices:
            self._voices[locale] = self._choose(locale)
        return self._voices[locale]


def _runs(clip: Clip) -> Iterator[Silence | tuple[str, float]]:
    """A clip as silences, and between them the text of a run at one pace."""
    for rate, sounds in groupby(clip.sounds, lambda each: getattr(each, "rate", None)):
        if rate is None:
            yield from (each for each in sounds if isinstance(each, Silence))
            continue
        texts = [_said(each) for each in sounds if isinstance(each, Spoken)]
        text = _BEFORE_PUNCTUATION.sub("", " ".join(texts))
        if any(char.isalnum() for char in text):
            yield text, rate


def _said(spoken: Spoken) -> str:
    return " ".join(spoken.text) if spoken.digits else spoken.text
