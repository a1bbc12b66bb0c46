"""A call as it sounded, both sides of it: speech, sound files, tones and what the caller said."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from ivr.phone.handset import Act, Handset, Heard
from ivr.phone.tones import tones
from ivr.phone.verbs import Pause, Play, Say
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, Sizes, SoundCache
from ivr.speech.mastering import TELEPHONE, resampled
from ivr.speech.sounds import Clip, Spoken
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

CALLER: Final = "en-US"
"""The locale in which a caller speaks to a line that does not tell its language."""


class Kept(SoundCache):
    """The sounds in a folder, and for as long as ``spare`` is there also what it has no room for.

    A call can be heard and recorded where its sound can't be kept for the next one.
    """

    def __init__(self, folder: Path, spare: Path) -> None:
        super().__init__(folder)
        self._spare = SoundCache(spare)

    def path(self, name: str, kind: str = TELEPHONE_FILE) -> Path:
        """As SoundCache has it."""
        spare = self._spare.path(name, kind)
        return spare if spare.is_file() else super().path(name, kind)

    def sizes(self, name: str) -> Sizes:
        """As SoundCache has it."""
        spare = self._spare.sizes(name)
        return spare if all(spare) else super().sizes(name)

    def put(self, name: str, kind: str, content: bytes) -> None:
        """As SoundCache has it."""
        try:
            super().put(name, kind, content)
        except OSError:
            self._spare.put(name, kind, content)


class StudioSpeaker:
    """Speaks what a line says with the voices of this machine.

    ``unspoken`` tells why something could not be spoken.
    """

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.unspoken: set[str] = set()

    def seconds(self, say: Say) -> float | None:
        """As Speaker has it."""
        try:
            return self._studio.made(_clips(say)).seconds if _clips(say) else 0.0
        except (SpeechError, OSError, RuntimeError, ValueError) as error:  # or an engine's own
            self.unspoken.add(str(error))
            return None

    def samples(self, say: Say, rate: int) -> "Samples":
        """What a Say sounds like, once. Raises SpeechError if no voice can say it."""
        made = self._studio.made(_clips(say))
        return _read(self._studio.cache.path(made.name, WIDE_FILE), rate)


def sound(verb: Say | Play | Pause, speaker: StudioSpeaker, rate: int) -> "Samples":
    """What a verb sounds like, at so many samples a second; nothing where that is not known."""
    if isinstance(verb, Pause):
        return np.zeros(verb.length * rate, dtype=np.float32)
    nothing = np.zeros(0, dtype=np.float32)
    try:
        if isinstance(verb, Say):
            once = speaker.samples(verb, rate) if _clips(verb) else nothing
        else:
            once = _read(io.BytesIO(verb.sound), rate) if verb.sound else nothing
    except (SpeechError, OSError, RuntimeError, ValueError):
        return nothing
    return np.tile(once, verb.loop)


def tape(handset: Handset, speaker: StudioSpeaker, rate: int = TELEPHONE) -> "Samples":
    """The whole call so far, and what the line says now, at so many samples a second.

    While the caller speaks or presses, the line is quiet: what it says next comes after that.
    """
    pieces: list[tuple[float, Samples]] = []
    shift = 0.0
    locale = handset.language or CALLER
    for event in _in_order(handset):
        at = event.at + shift
        if isinstance(event, Heard):
            if isinstance(event.verb, Say | Play):
                heard = sound(event.verb, speaker, rate)[: round(event.seconds * rate)]
                pieces.append((at, heard))
            if isinstance(event.verb, Say):
                locale = event.verb.language
        else:
            own = _of_caller(event, locale, speaker, rate)
            pieces.append((at, own))
            shift += len(own) / rate
    at = handset.clock + shift
    for verb in handset.to_come:
        pieces.append((at, sound(verb, speaker, rate)))
        at += len(pieces[-1][1]) / rate
    length = max((int(at * rate) + len(piece) for at, piece in pieces), default=0)
    whole = np.zeros(max(length, round((handset.clock + shift) * rate)), dtype=np.float32)
    for at, piece in pieces:
        start = int(at * rate)
        whole[start : start + len(piece)] += piece
    return np.clip(whole, -1, 1)


def write_tape(handset: Handset, speaker: StudioSpeaker, file: Path) -> float:
    """Write the call to a WAV file, as a telephone sounds; the seconds of it.

    Nothing is written if nothing was heard. Raises OSError if it can't be written.
    """
    samples = tape(handset, speaker)
    if not len(samples):
        return 0.0
    content = io.BytesIO()
    soundfile.write(content, samples, TELEPHONE, "PCM_16", format="WAV")
    file.write_bytes(content.getvalue())
    return len(samples) / TELEPHONE


def _in_order(handset: Handset) -> Iterator[Heard | Act]:
    events: list[Heard | Act] = [*handset.heard, *handset.acts]
    # What the caller did in the second in which something begins came before that.
    return iter(sorted(events, key=lambda event: (event.at, isinstance(event, Heard))))


def _of_caller(act: Act, locale: str, speaker: StudioSpeaker, rate: int) -> "Samples":
    if act.keys:
        return tones(act.keys, rate)
    return sound(Say((Spoken(act.words),), locale), speaker, rate)


def _clips(say: Say) -> tuple[Clip, ...]:
    return (Clip(say.language, say.sounds),) if say.sounds else ()


def _read(file: Path | io.BytesIO, rate: int) -> "Samples":
    samples, own = soundfile.read(file, dtype="float32")
    return resampled(samples, own, rate)
