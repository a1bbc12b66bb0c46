"""A person's recording as it is listened to before it is used, and at each pace."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import python_stretch
import soundfile

from ivr.speech.mastering import TELEPHONE, levels, loudness
from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

SHORTEST, LONGEST = 0.5, 2.0
"""How much of the time that its text should take a recording may take."""

CLIPPED: Final = 0.99
"""The part of full scale from which a sample counts as cut off."""

MOST_CLIPPED: Final = 0.001
"""The share of samples that may be cut off."""

QUIETEST: Final = -45.0
"""Decibels below full scale below which speech can't be told from its noise on a telephone."""

LONGEST_SILENCE: Final = 4.0
"""Seconds of silence inside a recording: a caller would think that the line is dead."""


def take(path: Path, expected: float) -> tuple["Samples", int]:
    """The samples of a recording as one channel, and how many are a second.

    Raises SpeechError if the file can't be read as sound, or is far longer than ``expected``:
    half an hour would take more memory than there may be, and is refused unread.
    """
    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            if len(file) > LONGEST * expected * rate:
                raise SpeechError(_wrong_length(len(file) / rate, expected))
            samples = file.read(dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise SpeechError("this is no sound file that can be read: save it as WAV") from error
    mixed: Samples = samples.mean(axis=1, dtype=np.float32)
    return mixed, int(rate)


def faults(samples: "Samples", rate: int, expected: float) -> Iterator[str]:
    """What is wrong with a recording whose text takes about so many seconds, and how to mend it."""
    if rate < TELEPHONE:
        yield f"it has {rate:,} samples a second, and a telephone plays 8,000: record it again"
        return
    if not np.isfinite(samples).all():
        yield "it holds what is no sound: save it again, as WAV with whole numbers (PCM)"
        return
    seconds = len(samples) / rate
    if not SHORTEST * expected <= seconds <= LONGEST * expected:
        yield _wrong_length(seconds, expected)
    if not samples.size or not np.any(samples):
        yield "there is nothing but silence in it"
        return
    cut = float(np.mean(np.abs(samples) >= CLIPPED))
    if cut > MOST_CLIPPED:
        yield f"it is distorted ({cut:.1%} of it is cut off): record it again, less loud"
    loud = loudness(samples, rate)
    if loud < QUIETEST:
        yield f"it is too quiet ({loud:.0f} dB): record it nearer to the microphone"
    silence = _longest_silence(samples, rate)
    if silence > LONGEST_SILENCE:
        yield f"there are {silence:.1f} seconds of silence in it: cut them out"


def _wrong_length(seconds: float, expected: float) -> str:
    return (
        f"it is {seconds:.1f} seconds long, and its text takes about {expected:.1f}: it says "
        "something else, or was cut off"
    )


def at_pace(samples: "Samples", rate: int, share: float) -> "Samples":
    """A recording spoken at a share of its speed, as high as before."""
    if share == 1:
        return samples
    stretch = python_stretch.Signalsmith.Stretch()
    stretch.preset(1, rate)
    stretch.timeFactor = share
    changed: Samples = np.asarray(stretch.process(samples[np.newaxis, :]), np.float32)[0]
    return changed


def _longest_silence(samples: "Samples", rate: int) -> float:
    """Seconds of the longest silence between what can be heard."""
    frame = rate // 100
    level = levels(samples, frame)
    heard = np.flatnonzero(level > 0.02 * level.max())
    if len(heard) < 2:  # noqa: PLR2004 - nothing is between less than two
        return 0.0
    return float(np.diff(heard).max() - 1) / 100
