"""From what a voice makes to what is played: one loudness, no clipping, little silence."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile
import soxr

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

TELEPHONE: Final = 8_000
"""Samples a second of a telephone (ITU-T G.711)."""

WIDE: Final = 16_000
"""Samples a second for browsers: twice what a telephone has, as in a call over the internet."""

LOUDNESS: Final = -20.0
"""Decibels below full scale of the speech itself, without its pauses: a little more than the -26
at which networks are levelled, since older callers hear less (ITU-T P.56 measures it like this)."""

LIMIT: Final = 0.8
"""The part of full scale above which peaks are bent instead of cut."""

AROUND: Final = 0.1
"""Seconds of silence before and after what is played: 50 to 250 ms."""

FRAME: Final = 0.01
"""Seconds of sound that are looked at together."""

ACTIVE: Final = 0.05
"""The part of the loudest frame above which a frame is speech for the loudness."""

AUDIBLE: Final = 0.006
"""The part of the loudest frame above which a frame is not silence at the ends."""


def trimmed(samples: "Samples", rate: int, around: float = AROUND) -> "Samples":
    """Samples with so many seconds of silence before and after what can be heard of them."""
    size = int(rate * FRAME)
    level = levels(samples, size)
    audible = np.flatnonzero(level > AUDIBLE * level.max(initial=0.0))
    silence = np.zeros(int(rate * around), dtype=np.float32)
    if not audible.size:
        return np.concatenate([silence, silence])
    heard = samples[audible[0] * size : (audible[-1] + 1) * size]
    return np.concatenate([silence, heard, silence])


def levelled(samples: "Samples", rate: int) -> "Samples":
    """Samples at the common loudness, their peaks bent below full scale."""
    if not samples.any():
        return samples
    louder = samples * np.float32(10 ** ((LOUDNESS - loudness(samples, rate)) / 20))
    over = np.abs(louder) > LIMIT
    if over.any():
        room = 1 - LIMIT
        peaks = np.abs(louder[over])
        bent = LIMIT + room * np.tanh((peaks - LIMIT) / room)
        louder[over] = np.sign(louder[over]) * bent
    return louder


def loudness(samples: "Samples", rate: int) -> float:
    """Decibels below full scale of what is spoken, without the pauses."""
    level = levels(samples, int(rate * FRAME))
    active = level[level > ACTIVE * level.max(initial=0.0)]
    if not active.size:
        return -np.inf
    return 10 * float(np.log10(np.mean(np.square(active))))


def levels(samples: "Samples", size: int) -> "Samples":
    """The root mean square of each frame of so many samples."""
    frames = len(samples) // size
    if not frames:
        return np.sqrt(np.mean(np.square(samples), keepdims=True, dtype=np.float32))
    framed = samples[: frames * size].reshape(frames, size)
    levels: Samples = np.sqrt(np.mean(np.square(framed), axis=1))
    return levels


def joined(pieces: Sequence["Samples"]) -> "Samples":
    """Samples one after another."""
    return np.concatenate([np.asarray(piece, dtype=np.float32) for piece in pieces])


def resampled(samples: "Samples", rate: int, wanted: int) -> "Samples":
    """Samples at another number of them a second."""
    if rate == wanted:
        return samples
    changed: Samples = soxr.resample(samples, rate, wanted)
    return changed


def telephone_file(samples: "Samples", rate: int, words: str) -> bytes:
    """A WAV file in 8 kHz µ-law, as a telephone plays it, with its words as a comment."""
    narrow = np.clip(resampled(samples, rate, TELEPHONE), -1, 1)
    return _file(narrow, TELEPHONE, words, "WAV", "ULAW")


def wide_file(samples: "Samples", rate: int, words: str) -> bytes:
    """A FLAC file for browsers, with its words as a comment."""
    return _file(np.clip(resampled(samples, rate, WIDE), -1, 1), WIDE, words, "FLAC", "PCM_16")


def _file(samples: "Samples", rate: int, words: str, form: str, subtype: str) -> bytes:
    made = io.BytesIO()
    with soundfile.SoundFile(
        made, "w", samplerate=rate, channels=1, format=form, subtype=subtype
    ) as file:
        file.comment = words
        file.write(samples)
    return made.getvalue()
