"""What tests of sound share: a toy book that every machine can speak, and ways to listen."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from ivr.authoring import load
from ivr.dialogue import Book
from ivr.speech.sounds import Clip, Spoken
from tests.manuscripts import SERVICE, toy_files, write

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

SPOKEN_SERVICE: Final = SERVICE.replace("eo-EO", "es-US").replace(
    "voice_words_per_minute", "engines: [pyttsx3], voice_words_per_minute"
)
"""The toy book's settings, with voices that are always there."""

AUDIBLE: Final = 0.002
"""The part of full scale from which a sample is heard, 54 decibels below the loudest."""


def speakable_files(**changes: str) -> dict[str, str]:
    """The files of a toy book that every machine can speak, some of them changed."""
    return {**toy_files(), "flows/service.yaml": SPOKEN_SERVICE, **changes}


def speakable_book(root: Path, **changes: str) -> Book:
    """That book, loaded."""
    return load(write(root, speakable_files(**changes)))


def clip(*texts: str, language: str = "en-US", rate: float = 1.0) -> Clip:
    """A clip that says these texts."""
    return Clip(language, tuple(Spoken(text, rate) for text in texts))


def heard(path: Path) -> tuple["Samples", int]:
    """The samples of a file, and how many are a second."""
    samples, rate = soundfile.read(path, dtype="float32")
    return samples, int(rate)


def loudness(samples: "Samples", rate: int) -> float:
    """Decibels of the speech itself: of the frames of 20 ms within 26 decibels of the loudest."""
    size = rate // 50
    framed = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    power = np.square(framed).mean(axis=1)
    return float(10 * np.log10(power[power > power.max() * 10**-2.6].mean()))


def quiet_ends(samples: "Samples", rate: int) -> tuple[float, float]:
    """Seconds of silence before and after what can be heard."""
    audible = np.flatnonzero(np.abs(samples) > AUDIBLE)
    return float(audible[0]) / rate, float(len(samples) - 1 - audible[-1]) / rate


def silences(samples: "Samples", rate: int, shortest: float = 0.4) -> list[float]:
    """Seconds of each silence inside that is at least so long."""
    audible = np.flatnonzero(np.abs(samples) > AUDIBLE)
    gaps = np.diff(audible) / rate
    return [float(gap) for gap in gaps if gap >= shortest]


def pitch(samples: "Samples", rate: int) -> float:
    """The frequency of a steady tone, in Hertz."""
    windowed = samples * np.hanning(len(samples))
    spectrum = np.abs(np.fft.rfft(windowed))
    return float(spectrum.argmax()) * rate / len(samples)
