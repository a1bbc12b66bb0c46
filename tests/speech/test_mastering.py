"""From what a voice makes to what is played: properties of any sound."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.espeak import Espeak
from ivr.speech.mastering import (
    AROUND,
    LOUDNESS,
    TELEPHONE,
    WIDE,
    joined,
    levelled,
    loudness,
    resampled,
    telephone_file,
    trimmed,
    wide_file,
)
from ivr.speech.voice import SpeechError

RATES = st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100, 48_000])


@st.composite
def bursts(draw: st.DrawFn) -> tuple[Any, int]:
    """Noise that comes and goes, with silence around it, as speech does; and its rate."""
    rate = draw(RATES)
    source = np.random.default_rng(draw(st.integers(0, 99)))
    pieces = [np.zeros(draw(st.integers(0, rate // 2)))]
    for _ in range(draw(st.integers(1, 4))):
        level = draw(st.floats(0.01, 1.0))
        length = draw(st.integers(rate // 20, rate // 4))
        pieces += [
            level * source.uniform(-1, 1, length),
            np.zeros(draw(st.integers(0, rate // 4))),
        ]
    pieces.append(np.zeros(rate // 50))
    return np.concatenate(pieces).astype(np.float32), rate


@given(bursts())
def test_what_is_heard_stands_between_two_equal_silences(sound: tuple[Any, int]) -> None:
    """Trimming leaves AROUND at both ends, to a frame, whatever was there; twice is the same."""
    samples, rate = sound
    once = trimmed(samples, rate)
    heard = np.flatnonzero(once)
    for silence in (heard[0], len(once) - 1 - heard[-1]):
        assert AROUND - 0.001 <= silence / rate <= AROUND + 0.011
    again = trimmed(once, rate)
    assert abs(len(again) - len(once)) <= 4 * rate // 100


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3_000))
def test_any_words_stand_in_both_files(words: str) -> None:
    """None, long ones and those of every script."""
    silence = np.zeros(800, np.float32)
    narrow, wide = (
        telephone_file(silence, 8_000, words, synthetic=True),
        wide_file(silence, 8_000, words),
    )
    for content in (narrow, wide):
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            assert file.comment == words


@given(bursts())
def test_trimming_takes_nothing_but_silence(sound: tuple[Any, int]) -> None:
    """What is loud is all still there, in the same order."""
    samples, rate = sound
    loud = np.abs(samples) > 0.1 * np.abs(samples).max()
    kept = trimmed(samples, rate)
    found = kept[np.abs(kept) > 0.1 * np.abs(samples).max()]
    assert np.array_equal(found, samples[loud])


@given(bursts(), st.floats(-30, 10))
def test_every_sound_comes_to_one_loudness_below_full_scale(
    sound: tuple[Any, int], louder: float
) -> None:
    """However loud it was made; where peaks had to be bent it is less by 1.5 decibels at most."""
    samples, rate = sound
    made = levelled(samples * np.float32(10 ** (louder / 20)), rate)
    assert np.abs(made).max() < 1
    assert LOUDNESS - 1.5 <= loudness(made, rate) <= LOUDNESS + 0.5


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(5), np.zeros(8_000)])
def test_silence_stays_silence(samples: Any) -> None:
    """Nothing, a moment and a second of it are levelled and trimmed to silence."""
    quiet = samples.astype(np.float32)
    assert not np.any(levelled(quiet, 8_000))
    assert not np.any(trimmed(quiet, 8_000))
    assert len(trimmed(quiet, 8_000)) == 2 * AROUND * 8_000
    assert loudness(np.zeros(8_000, np.float32), 8_000) == -np.inf


@given(bursts(), RATES)
def test_resampling_keeps_the_length(sound: tuple[Any, int], wanted: int) -> None:
    """In seconds, to a millisecond; and at the same rate nothing is touched."""
    samples, rate = sound
    made = resampled(samples, rate, wanted)
    assert len(made) / wanted == pytest.approx(len(samples) / rate, abs=0.001)
    assert resampled(samples, rate, rate) is samples


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_pieces_follow_each_other(lengths: list[int]) -> None:
    """Joined sound is as long as its pieces, and in their order."""
    pieces = [np.full(length, at, np.float32) for at, length in enumerate(lengths)]
    whole = joined(pieces)
    assert len(whole) == sum(lengths)
    assert list(whole) == sorted(whole)


@pytest.mark.parametrize("synthetic", [False, True])
def test_a_telephone_gets_mu_law_and_a_browser_twice_the_band(
    english: Espeak, *, synthetic: bool
) -> None:
    """8 kHz in WAV, 16 kHz in FLAC; the words as a comment, and the same length."""
    rate = english.samples_a_second
    samples = levelled(trimmed(english.speak("For tea, press 1.", 150), rate), rate)
    narrow = telephone_file(samples, rate, "Té & <b>", synthetic=synthetic)
    wide = wide_file(samples, rate, "Té & <b>")
    assert narrow[:4] == b"RIFF"
    lengths = []
    for content, wanted in (
        (narrow, ("WAV", "ULAW", TELEPHONE)),
        (wide, ("FLAC", "PCM_16", WIDE)),
    ):
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            assert (file.format, file.subtype, file.samplerate) == wanted
            assert file.channels == 1
            assert file.comment == "Té & <b>"
            lengths.append(len(file) / file.samplerate)
    assert lengths == pytest.approx([len(samples) / rate] * 2, abs=0.001)


def test_a_synthetic_voice_gets_clearer_consonants(english: Espeak) -> None:
    """Above 2 kHz there is more of the whole than before; a person's recording is left alone."""
    rate = english.samples_a_second
    samples = levelled(trimmed(english.speak("She sells sea shells, says Seth.", 150), rate), rate)

    def high(*, synthetic: bool) -> float:
        content = telephone_file(samples, rate, "", synthetic=synthetic)
        heard, _ = soundfile.read(io.BytesIO(content))
        power = np.square(np.abs(np.fft.rfft(heard)))
        return float(power[len(power) // 2 :].sum() / power.sum())

    narrow = resampled(samples, rate, TELEPHONE)
    power = np.square(np.abs(np.fft.rfft(narrow)))
    plain = float(power[len(power) // 2 :].sum() / power.sum())
    assert high(synthetic=True) > 1.5 * plain
    assert high(synthetic=False) == pytest.approx(plain, rel=0.1)


@pytest.mark.parametrize("make", [wide_file, partial(telephone_file, synthetic=False)])
def test_a_file_that_was_written_in_part_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[Any, int, str], bytes]
) -> None:
    """What soundfile does not raise of its own callbacks is found by reading the file."""

    class Full(io.BytesIO):
        def write(self, content: Any) -> int:
            if self.tell() > 4_000:
                return len(content)
            return super().write(content)

    noise = np.random.default_rng(1).uniform(-0.5, 0.5, 64_000).astype(np.float32)
    assert make(noise, 16_000, "x")
    monkeypatch.setattr(io, "BytesIO", Full)
    with pytest.raises(SpeechError, match="came out in part only"):
        make(noise, 16_000, "x")
