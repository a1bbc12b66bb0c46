"""``make bench-intelligibility``: how many words of what is rendered come over a telephone."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import numpy as np
import soundfile

from bench.recogniser import RATE, Recogniser, word_errors
from ivr.authoring import load
from ivr.dialogue import Book, Pace
from ivr.settings import shipped_book
from ivr.speech.cache import SoundCache
from ivr.speech.clips import clips
from ivr.speech.mastering import TELEPHONE, resampled
from ivr.speech.sounds import written
from ivr.speech.studio import Studio
from ivr.speech.voice import Voice
from ivr.speech.voices import choose

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

SAMPLE: Final = (
    "recurrence.kind_local/0", "care.test_exam_biopsy/0", "doctor.self_care/0",
    "hospice.hospice_what/0",
)  # fmt: skip
"""Texts that are listened to in each language: at least LEAST words."""

LEAST: Final = 150
"""Words that are listened to in each language."""

BAND: Final = (300.0, 3_400.0)
"""Hertz that a telephone carries (ITU-T G.712)."""

NOISE: Final = 20.0
"""Decibels by which noise is quieter than speech."""

WANTED: Final = {"en": ("hibari", 5.0), "es": ("pico", 15.0)}
"""By language: the engine, and the word errors in percent that it may have at the normal pace."""

ALWAYS: Final = "pyttsx3"


@dataclass(frozen=True, slots=True)
class Measured:
    """Word errors in percent of an engine at a pace, on a line with noise or without."""

    language: str
    engine: str
    pace: Pace
    noise: str
    errors: float
    words: int


def main() -> int:
    """Measure and print a table; 1 if a voice is understood worse than it has to be."""
    book = load(shipped_book())
    recogniser = Recogniser()
    missed = False
    print("| language | engine | pace | line | word errors |\n|---|---|---|---|---|")
    with TemporaryDirectory() as folder:
        for one in _measured(book, recogniser, Path(folder)):
            print(
                f"| {one.language} | {one.engine} | {one.pace} | {one.noise} | "
                f"{one.errors:.1f} % of {one.words} |",
                flush=True,
            )
            engine, most = WANTED[one.language]
            asked = one.engine == engine and one.pace is Pace.NORMAL and one.noise == "clean"
            missed |= asked and one.errors > most
    print("\na number does not hold" if missed else "\nevery number holds")
    return int(missed)


def _measured(book: Book, recogniser: Recogniser, folder: Path) -> Iterator[Measured]:
    for language, (best, _) in WANTED.items():
        for engine in (best, ALWAYS):
            choice = choose(book.languages[language].locale, [engine])
            if choice.notice:
                print(f"{choice.notice}: not measured", file=sys.stderr)
                continue
            studio = Studio(SoundCache(folder), _always(choice.voice))
            babble = _babble(book, language, studio)
            for pace in Pace:
                said, spoken = _sample(book, language, pace, studio)
                for noise in (
                    ("clean", "white noise", "voices") if pace is Pace.NORMAL else ("clean",)
                ):
                    lines = [_line(one, noise, babble) for one in spoken]
                    heard = [recogniser.heard(one, language) for one in lines]
                    wrong, words = word_errors(said, heard, language)
                    if words < LEAST:
                        raise SystemExit(f"the sample has {words} words in {language}: add texts")
                    yield Measured(language, engine, pace, noise, 100 * wrong / words, words)


def _always(voice: Voice) -> Callable[[str], Voice]:
    return lambda _: voice


def _sample(
    book: Book, language: str, pace: Pace, studio: Studio
) -> tuple[list[str], list["Samples"]]:
    own = book.languages[language]
    said = [clips(own.passages[name], own, book, pace) for name in SAMPLE]
    return [written(each) for each in said], [
        _played(studio, studio.made(each).name) for each in said
    ]


def _played(studio: Studio, name: str) -> "Samples":
    """What Twilio would play: the file of the telephone itself."""
    samples: Samples = soundfile.read(studio.cache.path(name), dtype="float32")[0]
    return samples


def _babble(book: Book, language: str, studio: Studio) -> "Samples":
    """Six texts at once, as in a room full of people."""
    own = book.languages[language]
    names = [name for name in own.passages if name.startswith("support.") and name.endswith("/0")]
    voices = [
        _played(studio, studio.made(clips(own.passages[name], own, book, Pace.NORMAL)).name)
        for name in names[:6]
    ]
    length = min(map(len, voices))
    mixed: Samples = np.sum([voice[:length] for voice in voices], axis=0, dtype=np.float32)
    return mixed


def _line(samples: "Samples", noise: str, babble: "Samples") -> "Samples":
    """Samples as they come out at the other end of a telephone line."""
    if noise == "white noise":
        added = np.random.default_rng(0).standard_normal(len(samples)).astype(np.float32)
    else:
        added = np.resize(babble, len(samples))
    heard = _band(samples)
    if noise != "clean":
        rest = _band(added)
        loud = np.sqrt(np.mean(np.square(heard[np.abs(heard) > np.abs(heard).max() / 50])))
        rest *= np.float32(10 ** (-NOISE / 20)) * loud / np.sqrt(np.mean(np.square(rest)))
        heard = heard + rest
    return resampled(_companded(heard), TELEPHONE, RATE)


def _band(samples: "Samples") -> "Samples":
    """What a telephone carries of samples."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / TELEPHONE)
    spectrum[(hertz < BAND[0]) | (hertz > BAND[1])] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def _companded(samples: "Samples") -> "Samples":
    """Samples through µ-law and back (ITU-T G.711), by way of a file as everything is here."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "line.wav"
        soundfile.write(path, np.clip(samples, -1, 1), TELEPHONE, "ULAW")
        again: Samples = soundfile.read(path, dtype="float32")[0]
    return again


if __name__ == "__main__":
    sys.exit(main())
