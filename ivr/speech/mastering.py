"""From what a voice makes to what is played: one loudness, no clipping, little silence."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile
import soxr

from ivr.speech.interrupts import held
from ivr.speech.voice import SpeechError

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

TILT: Final = 0.6
"""How much of each sample is taken from the next: vowels lose about 8 decibels against s and t."""

COMPRESSION: Final = 0.5
"""Of how many decibels below the loudest a sound is, this part is made up."""

MOST_GAIN: Final = 4.0
"""Times that a quiet sound is made louder at the most (12 decibels)."""

SILENT: Final = 0.01
"""The part of the loudest below which there is nothing to make louder."""

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
    if not samples.size:
        return np.zeros(1, dtype=np.float32)
    if not frames:
        return np.sqrt(np.mean(np.square(samples), keepdims=True, dtype=np.float32))
    framed = samples[: frames * size].reshape(frames, size)
    levels: Samples = np.sqrt(np.mean(np.square(framed), axis=1))
    return levels


def joined(pieces: Sequence["Samples"]) -> "Samples":
    """Samples one after another."""
    return np.concatenate([np.zeros(0, dtype=np.float32), *pieces], dtype=np.float32)


def resampled(samples: "Samples", rate: int, wanted: int) -> "Samples":
    """Samples at another number of them a second."""
    if rate == wanted:
        return samples
    changed: Samples = soxr.resample(samples, rate, wanted)
    return changed


def telephone_file(samples: "Samples", rate: int, words: str, *, synthetic: bool) -> bytes:
    """A WAV file in 8 kHz µ-law, as a telephone plays it, with its words as a comment.

    A ``synthetic`` voice is made clearer for the narrow and noisy band of a telephone.
    """
    narrow = resampled(samples, rate, TELEPHONE)
    if synthetic:
        narrow = levelled(_clearer(narrow), TELEPHONE)
    return _file(np.clip(narrow, -1, 1), TELEPHONE, words, "WAV", "ULAW")


def _clearer(samples: "Samples") -> "Samples":
    """Consonants louder against vowels, and quiet sounds against loud ones.

    Most of what tells words apart is quiet and high, and is what noise and old ears lose first.
    """
    tilted = samples.copy()
    tilted[1:] -= TILT * samples[:-1]
    level = levels(tilted, TELEPHONE // 50)
    peak = float(level.max(initial=0.0))
    if not peak:
        return samples
    gain = np.minimum(MOST_GAIN, (np.maximum(level, 1e-6) / peak) ** -COMPRESSION)
    gain[level < SILENT * peak] = 1.0
    centres = (np.arange(len(level)) + 0.5) * (TELEPHONE // 50)
    smooth = np.interp(np.arange(len(tilted)), centres, gain).astype(np.float32)
    louder: Samples = tilted * smooth
    return louder


def wide_file(samples: "Samples", rate: int, words: str) -> bytes:
    """A FLAC file for browsers, with its words as a comment."""
    return _file(np.clip(resampled(samples, rate, WIDE), -1, 1), WIDE, words, "FLAC", "PCM_16")


def _file(samples: "Samples", rate: int, words: str, form: str, subtype: str) -> bytes:
    made = io.BytesIO()
    with (
        held(),
        soundfile.SoundFile(
            made, "w", samplerate=rate, channels=1, format=form, subtype=subtype
        ) as file,
    ):
        if words:  # a pause has none
            file.comment = words
        file.write(samples)
    # What fails while soundfile writes or closes into memory is printed, and not raised.
    made.seek(0)
    try:
        whole = len(samples) == len(soundfile.read(made, dtype="float32")[0])
    except RuntimeError:
        whole = False
    if not whole:
        raise SpeechError("a sound came out in part only: try again")
    return made.getvalue()
