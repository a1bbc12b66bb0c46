"""The loudspeaker, with the device of miniaudio that plays in time and makes no noise."""

import os
from collections.abc import Iterator
from pathlib import Path

import miniaudio
import numpy as np
import pytest

from ivr.phone.errors import PhoneError
from ivr.phone.loudspeaker import Loudspeaker
from ivr.phone.tape import StudioSpeaker, sound
from ivr.phone.verbs import Pause, Say
from ivr.speech.cache import SoundCache
from ivr.speech.mastering import WIDE
from ivr.speech.sounds import Spoken
from ivr.speech.studio import Studio
from ivr.speech.voices import choose
from tests.phone.webhooks import placed, response

QUIET = [miniaudio.Backend.NULL]


@pytest.fixture
def speaker(tmp_path: Path) -> StudioSpeaker:
    """A speaker with the voices that are always there."""
    cache = SoundCache(tmp_path)
    return StudioSpeaker(Studio(cache, lambda locale: choose(locale, ["pyttsx3"]).voice))


@pytest.fixture
def loudspeaker(speaker: StudioSpeaker) -> Iterator[Loudspeaker]:
    """A loudspeaker that nobody hears."""
    made = Loudspeaker(speaker, QUIET)
    yield made
    made.close()


def test_sound_plays_until_it_is_over(loudspeaker: Loudspeaker) -> None:
    """While it plays other things happen; who waits for its end comes to it."""
    played = [loudspeaker.playing]
    loudspeaker.play((Pause(60),))
    played.append(loudspeaker.playing)
    # What is new takes the place of the old: nobody waits for the rest of a minute.
    loudspeaker.play((Say((Spoken("Tea."),)),))
    loudspeaker.finish()
    played.append(loudspeaker.playing)
    assert played == [False, True, False]


def test_nothing_to_say_is_over_at_once(loudspeaker: Loudspeaker) -> None:
    """It also ends what was played before."""
    loudspeaker.play((Pause(60),))
    loudspeaker.play(())
    assert not loudspeaker.playing


def test_it_is_quiet_at_once_and_can_speak_again(loudspeaker: Loudspeaker) -> None:
    """Stopping twice, or before anything was played, is no mistake."""
    loudspeaker.stop()
    loudspeaker.play((Pause(60),))
    assert loudspeaker._device.running
    loudspeaker.stop()
    loudspeaker.stop()
    assert not loudspeaker._device.running
    loudspeaker.play_samples(np.zeros(WIDE // 20, np.float32))
    loudspeaker.finish()


def test_the_device_gets_every_sample_and_then_silence(loudspeaker: Loudspeaker) -> None:
    """In frames of whatever size it asks for, as whole numbers of 16 bits."""
    samples = np.linspace(-1, 1, 1_000, dtype=np.float32)
    loudspeaker._left = samples
    source = loudspeaker._source()
    assert next(source) == b""
    got = b"".join(source.send(frames) for frames in (1, 300, 0, 690, 59))
    heard = np.frombuffer(got, np.int16)
    assert np.array_equal(heard[:1_000], (samples * 32_767).astype(np.int16))
    assert not np.any(heard[1_000:])
    assert len(heard) == 1_050


def test_what_a_line_says_is_played_in_order(loudspeaker: Loudspeaker) -> None:
    """Words, a pause as long as it is, and words that are said twice."""
    once = sound(Say((Spoken("Tea."),)), loudspeaker._speaker, WIDE)
    assert np.std(once) > 0.01
    assert len(sound(Pause(2), loudspeaker._speaker, WIDE)) == 2 * WIDE
    twice = sound(Say((Spoken("Tea."),), loop=2), loudspeaker._speaker, WIDE)
    assert len(twice) == 2 * len(once)


def test_a_whole_call_is_played(loudspeaker: Loudspeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it, until it was heard."""
    played: list[int] = []
    play = Loudspeaker.play_samples

    def shortly(self: Loudspeaker, samples: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> None:
        played.append(len(samples))
        play(self, samples[: WIDE // 10])

    monkeypatch.setattr(Loudspeaker, "play_samples", shortly)
    handset, _ = placed(response("<Say>Goodbye.</Say>"))
    loudspeaker.play_call(handset)
    assert not loudspeaker.playing
    assert played == [pytest.approx(handset.clock * WIDE, abs=WIDE * 1.5)]


def test_a_machine_that_can_play_nothing_is_told(
    speaker: StudioSpeaker, capfd: pytest.CaptureFixture[str]
) -> None:
    """With what to do instead; the system's own libraries write nothing about it."""
    another = miniaudio.Backend.WASAPI if os.name == "posix" else miniaudio.Backend.ALSA
    with pytest.raises(PhoneError, match="leave --aloud out, or listen to a file that --record"):
        Loudspeaker(speaker, [another])
    captured = capfd.readouterr()
    assert captured.err == captured.out == ""
