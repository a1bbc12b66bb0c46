"""Makes clips into sound files, once: what was made before is found in the cache."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from ivr.speech import mastering
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, Sizes, SoundCache
from ivr.speech.clips import clip_key, hashed
from ivr.speech.sounds import Clip, Silence, Sound, Spoken, written

if TYPE_CHECKING:
    from ivr.speech.voice import Samples, Voice

FORM: Final = 3
"""How sound is made here: another number gives all of it other names."""

DIFFERENT: Final = 0.005
"""Seconds by which the lengths of a sound's files differ only if one of them is damaged."""

_BEFORE_PUNCTUATION: Final = re.compile(r" +(?=[.,;:?!)])")


@dataclass(frozen=True, slots=True)
class Made:
    """A sound in the cache: its name, the seconds and bytes of its files, and if it is ``new``.

    The seconds are those of the telephone's file.
    """

    name: str
    seconds: float
    sizes: Sizes
    new: bool = field(default=True, compare=False)


class Studio:
    """Makes sound with ``voice``, which gives the voice for a locale.

    A voice is asked for when a clip in its language is made for the first time.
    """

    def __init__(self, cache: SoundCache, voice: Callable[[str], "Voice"]) -> None:
        self.cache = cache
        self._choose = voice
        self._voices: dict[str, Voice] = {}
        self._ids: dict[str, str] = {}

    def name(self, clips: Sequence[Clip], key: str = "") -> str:
        """The name of the sound of these clips, whose ``key`` may be known already.

        Raises SpeechError if no voice speaks one.
        """
        ids = {clip.language: self._id(clip.language) for clip in clips}
        return hashed([FORM, sorted(ids.items()), key or clip_key(clips)])

    def made(self, clips: Sequence[Clip]) -> Made:
        """The sound of these clips, which is made if it is not in the cache.

        Raises SpeechError if a voice fails, OSError if there is no room.
        """
        name = self.name(clips)
        return self.found(name) or self._make(name, clips)

    def found(self, name: str) -> Made | None:
        """A sound that is in the cache, if both of its files are whole."""
        if not self.cache.has(name):
            return None
        try:
            narrow, wide = (
                _seconds(self.cache.path(name, kind)) for kind in (TELEPHONE_FILE, WIDE_FILE)
            )
        except RuntimeError:  # soundfile's
            return None
        if abs(narrow - wide) > DIFFERENT:
            return None
        return Made(name, narrow, self.cache.sizes(name), new=False)

    def keep(
        self, name: str, samples: "Samples", rate: int, words: str, *, synthetic: bool = False
    ) -> Made:
        """Put a sound into the cache. Raises OSError if there is no room."""
        wide = mastering.wide_file(samples, rate, words)
        narrow = mastering.telephone_file(samples, rate, words, synthetic=synthetic)
        self.cache.put(name, WIDE_FILE, wide)
        self.cache.put(name, TELEPHONE_FILE, narrow)
        return Made(name, _seconds(io.BytesIO(narrow)), (len(narrow), len(wide)))

    def _make(self, name: str, clips: Sequence[Clip]) -> Made:
        rate = max(self._voice(clip.language).samples_a_second for clip in clips)
        whole = mastering.joined(list(self._pieces(clips, rate)))
        return self.keep(name, whole, rate, written(clips), synthetic=True)

    def _pieces(self, clips: Sequence[Clip], rate: int) -> Iterator["Samples"]:
        """Clips between the silences at the ends, with time to breathe where voices change."""
        around = np.zeros(int(rate * mastering.AROUND), dtype=np.float32)
        yield around
        for at, clip in enumerate(clips):
            if at and not (_is_pause(clips[at - 1].sounds[-1]) or _is_pause(clip.sounds[0])):
                yield from (around, around)
            yield self._spoken(clip, rate)
        yield around

    def _spoken(self, clip: Clip, rate: int) -> "Samples":
        """A clip at the common loudness, with so many samples a second.

        Runs of words have no silence around them: a pause between them is as long as it is told.
        """
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
                bare = mastering.trimmed(heard, own, around=0.0)
                said[each] = mastering.levelled(bare, own)
            pieces.append(said[each])
        return mastering.resampled(mastering.joined(pieces), own, rate)

    def _voice(self, locale: str) -> "Voice":
        if locale not in self._voices:
            self._voices[locale] = self._choose(locale)
        return self._voices[locale]

    def _id(self, locale: str) -> str:
        """A voice's id, looked up once: it asks the package for its version."""
        if locale not in self._ids:
            self._ids[locale] = self._voice(locale).id
        return self._ids[locale]


def _seconds(file: Path | io.BytesIO) -> float:
    """How long a file is, by what can be read of it; a header may promise more."""
    samples, rate = soundfile.read(file, dtype="float32")
    return len(samples) / int(rate)


def _is_pause(sound: Sound) -> bool:
    return isinstance(sound, Silence)


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
