"""A person's recording is listened to before it is used, and can be had at three paces."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from ivr.speech.espeak import Espeak
from ivr.speech.takes import at_pace, faults, take
from ivr.speech.voice import SpeechError
from tests.speech.sounding import pitch

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

RATE = 16_000
SECONDS = 3.0
"""How long the texts here should take."""


@pytest.fixture(scope="module")
def good(english: Espeak) -> "Samples":
    """Three seconds of speech, as a person would record it."""
    text = "Here is the first part of a text about tea, and here is the second part of it."
    spoken = english.speak(text, 150)
    rate = english.samples_a_second
    at = np.arange(int(SECONDS * RATE)) * rate / RATE
    return np.interp(at, np.arange(len(spoken)), spoken).astype(np.float32)


def found(samples: "Samples", rate: int = RATE, expected: float = SECONDS) -> list[str]:
    """Everything that is wrong with a recording."""
    return list(faults(samples, rate, expected))


def test_a_good_recording_has_no_faults(good: "Samples") -> None:
    """Speech of the length that its text takes, from half of it to twice as much."""
    assert found(good) == []
    assert found(good, expected=SECONDS / 1.99) == []
    assert found(good, expected=SECONDS * 1.99) == []


def test_a_recording_that_is_too_short_or_too_long_is_refused(good: "Samples") -> None:
    """It was cut off, or says something else: both lengths are told."""
    (short,) = found(good, expected=7)
    assert short == (
        "it is 3.0 seconds long, and its text takes about 7.0: it says something else, or was "
        "cut off"
    )
    (long,) = found(good, expected=1)
    assert long.startswith("it is 3.0 seconds long, and its text takes about 1.0")


def test_silence_is_refused() -> None:
    """Digital silence, and a file that holds nothing at all."""
    assert found(np.zeros(3 * RATE, np.float32)) == ["there is nothing but silence in it"]
    assert found(np.zeros(0, np.float32))[-1] == "there is nothing but silence in it"


def test_a_distorted_recording_is_refused(good: "Samples") -> None:
    """Peaks that are cut off are distortion; one peak that touches full scale is none."""
    loud = np.clip(good * 20, -1, 1)
    (told,) = found(loud)
    assert told.startswith("it is distorted (")
    assert told.endswith("% of it is cut off): record it again, less loud")
    touched = good.copy()
    touched[1_000] = 1.0
    assert found(touched) == []


def test_a_recording_that_is_too_quiet_is_refused(good: "Samples") -> None:
    """Speech that would be as loud as its noise; 27 decibels more are enough."""
    (told,) = found(good * np.float32(0.003))
    assert told.startswith("it is too quiet (-")
    assert told.endswith(" dB): record it nearer to the microphone")
    assert found(good * np.float32(0.07)) == []


def test_a_long_silence_inside_is_refused(good: "Samples") -> None:
    """A caller would think that the line is dead; silence at the ends is cut off anyway."""
    half = len(good) // 2
    silence = np.zeros(5 * RATE, np.float32)
    inside = np.concatenate([good[:half], silence, good[half:]])
    (told,) = found(inside, expected=6)
    assert told.startswith("there are 5.")
    assert told.endswith(" seconds of silence in it: cut them out")
    assert found(np.concatenate([silence, good]), expected=6) == []
    assert found(np.concatenate([good, silence]), expected=6) == []


@pytest.mark.parametrize("rate", [50, 4_000, 7_999])
def test_too_few_samples_a_second_are_refused(good: "Samples", rate: int) -> None:
    """A telephone plays 8,000; whatever else is wrong can't be told then."""
    assert found(good[: 3 * rate], rate) == [
        f"it has {rate:,} samples a second, and a telephone plays 8,000: record it again"
    ]


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_what_is_no_number_is_no_sound(good: "Samples", wrong: float) -> None:
    """A file of floating-point numbers can hold what nothing can play."""
    broken = good.copy()
    broken[500] = wrong
    assert found(broken) == [
        "it holds what is no sound: save it again, as WAV with whole numbers (PCM)"
    ]


def test_several_faults_are_all_told(good: "Samples") -> None:
    """Who records again wants to know everything at once."""
    assert len(found(np.clip(good * 20, -1, 1), expected=9)) == 2


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_U8", "FLOAT", "ULAW"])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_usual_wav_files_can_be_read(
    tmp_path: Path, good: "Samples", subtype: str, channels: int
) -> None:
    """One channel or two, at any rate: the samples come as one channel, as loud as they were."""
    path = tmp_path / "take.wav"
    soundfile.write(path, np.tile(good[:, np.newaxis], channels), 44_100, subtype)
    samples, rate = take(path, SECONDS)
    assert (rate, samples.shape) == (44_100, good.shape)
    assert float(np.abs(samples - good).max()) < 0.03


@pytest.mark.parametrize("content", [b"", b"RIFF", b"this is a text", b"RIFF\0\0\0\0WAVEfmt "])
def test_what_is_no_sound_file_is_told(tmp_path: Path, content: bytes) -> None:
    """With how to save it."""
    path = tmp_path / "take.wav"
    path.write_bytes(content)
    with pytest.raises(SpeechError, match="no sound file that can be read: save it as WAV"):
        take(path, SECONDS)


@pytest.mark.parametrize("share", [125 / 150, 175 / 150, 0.5, 2.0])
@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_another_pace_is_longer_or_shorter_and_as_high(rate: int, share: float) -> None:
    """A tone of 440 Hertz stays one, and takes its share of the time."""
    tone = (0.3 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)).astype(np.float32)
    changed = at_pace(tone, rate, share)
    assert len(changed) / rate == pytest.approx(2 / share, abs=0.05)
    middle = changed[len(changed) // 4 : 3 * len(changed) // 4]
    assert pitch(middle, rate) == pytest.approx(440, abs=4)
    assert np.abs(middle).max() == pytest.approx(0.3, abs=0.06)


def test_the_beginning_and_the_end_of_speech_survive_another_pace(good: "Samples") -> None:
    """No word is lost at either end: as much is loud in each fifth as before."""
    for share in (125 / 150, 175 / 150):
        changed = at_pace(good, RATE, share)
        for fifth in range(5):
            before, after = (
                each[fifth * len(each) // 5 : (fifth + 1) * len(each) // 5]
                for each in (good, changed)
            )
            assert np.std(after) == pytest.approx(np.std(before), rel=0.25), (share, fifth)


def test_the_normal_pace_is_the_recording_itself(good: "Samples") -> None:
    """Nothing is computed where nothing changes."""
    assert at_pace(good, RATE, 1.0) is good


def test_a_recording_that_is_far_too_long_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour of sound takes a gigabyte of memory."""
    path = tmp_path / "long.wav"
    soundfile.write(path, np.zeros(1_801 * 8_000, np.int16), 8_000)
    monkeypatch.setattr(soundfile.SoundFile, "read", None)
    with pytest.raises(
        SpeechError, match=r"it is 1801\.0 seconds long, and its text takes about 3"
    ):
        take(path, SECONDS)
