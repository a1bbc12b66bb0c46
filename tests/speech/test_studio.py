"""Clips as sound: how it is made, what it is called, and that it is made once."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from ivr.dialogue import Pace
from ivr.dialogue.lexicon import Lexicon, Saying
from ivr.dialogue.wording import Aside, Digits, Passage, Pause, Words
from ivr.speech.cache import TELEPHONE_FILE, WIDE_FILE, SoundCache
from ivr.speech.clips import clips
from ivr.speech.espeak import Espeak
from ivr.speech.sounds import Clip, Silence, Spoken
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError, Voice
from tests.speech.sounding import (
    clip,
    heard,
    loudness,
    pitch,
    quiet_ends,
    silences,
    speakable_book,
)

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

KINDS = (TELEPHONE_FILE, WIDE_FILE)

TEXTS = (
    (clip("Tea."),),
    (clip("For tea in English, press 1. For hard things in English, press 2."),),
    (clip("She sells sea shells!", rate=0.76),),
    (clip("Un té, por favor. Para volver, oprima asterisco.", language="es-US"),),
    (clip("Hello."), clip("Para español, oprima 8.", language="es-US"), clip("Or wait.")),
    (Clip("en-US", (Spoken("Call"), Spoken("1800", digits=True), Silence(1.0), Spoken("now."))),),
)


@dataclass
class Told:
    """A voice that makes a tone for each text, and remembers what it was told."""

    id: str = "told"
    samples_a_second: int = 16_000
    said: list[tuple[str, float]] = field(default_factory=list)

    def speak(self, text: str, words_per_minute: float) -> "Samples":
        """A fifth of a second of sound."""
        self.said.append((text, round(words_per_minute, 2)))
        time = np.arange(self.samples_a_second // 5) / self.samples_a_second
        return (0.3 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)


@pytest.fixture
def told() -> Told:
    """A voice that remembers."""
    return Told()


@pytest.fixture
def quick(tmp_path: Path, told: Told) -> Studio:
    """A studio in which that voice says everything."""
    return Studio(SoundCache(tmp_path), lambda _: told)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, english: Espeak, spanish: Espeak) -> Studio:
    """A studio with espeak's voices."""
    voices: dict[str, Voice] = {"en-US": english, "es-US": spanish}
    return Studio(SoundCache(tmp_path_factory.mktemp("audio")), lambda locale: voices[locale])


def files(studio: Studio) -> Iterator[tuple[Path, float]]:
    """Both files of each text, and the seconds that the studio tells."""
    for text in TEXTS:
        made = studio.made(text)
        for kind in KINDS:
            yield studio.cache.path(made.name, kind), made.seconds


def test_both_files_have_the_form_that_is_played(studio: Studio) -> None:
    """8 kHz µ-law in WAV for a telephone, 16 kHz for a browser, one channel, their own words."""
    for text in TEXTS:
        made = studio.made(text)
        with soundfile.SoundFile(studio.cache.path(made.name)) as file:
            narrow = (file.format, file.subtype, file.samplerate, file.channels)
            assert narrow == ("WAV", "ULAW", 8_000, 1)
            words = file.comment
        with soundfile.SoundFile(studio.cache.path(made.name, WIDE_FILE)) as file:
            assert (file.format, file.samplerate, file.channels) == ("FLAC", 16_000, 1)
            assert file.comment == words
    assert words == "Call 1 8 0 0 now."


def test_the_seconds_told_are_those_of_the_files(studio: Studio) -> None:
    """To two milliseconds, in both."""
    for path, seconds in files(studio):
        samples, rate = heard(path)
        assert len(samples) / rate == pytest.approx(seconds, abs=0.002), path


def test_no_sample_reaches_full_scale(studio: Studio) -> None:
    """Nothing is cut off, neither in the voice nor by resampling."""
    for path, _ in files(studio):
        assert np.abs(heard(path)[0]).max() < 0.995, path


def test_there_is_a_little_silence_at_both_ends(studio: Studio) -> None:
    """From 50 to 250 ms, so that sounds that follow each other don't run together."""
    for path, _ in files(studio):
        for silence in quiet_ends(*heard(path)):
            assert 0.05 <= silence <= 0.25, path


@pytest.mark.parametrize("kind", KINDS)
def test_voices_and_texts_are_equally_loud(studio: Studio, kind: str) -> None:
    """Short and long, English and Spanish: within a decibel of each other."""
    levels = [loudness(*heard(studio.cache.path(studio.made(text).name, kind))) for text in TEXTS]
    assert max(levels) - min(levels) < 1.0, levels


@pytest.mark.parametrize("seconds", [0.5, 0.7, 1.0, 2.5])
def test_a_pause_is_as_long_as_it_is_told(studio: Studio, seconds: float) -> None:
    """Whatever silence the voice makes around words."""
    text = Clip("en-US", (Spoken("Tea."), Silence(seconds), Spoken("Tea.")))
    (silence,) = silences(
        *heard(studio.cache.path(studio.made((text,)).name)), shortest=seconds - 0.1
    )
    assert silence == pytest.approx(seconds, abs=0.06)


@pytest.mark.parametrize("at", [0, 1])
def test_a_pause_at_an_end_is_as_long_as_it_is_told(quick: Studio, at: int) -> None:
    """And the silence of the ends besides."""
    sounds: list[Silence | Spoken] = [Spoken("Tea.")]
    sounds.insert(at, Silence(0.7))
    ends = quiet_ends(*heard(quick.cache.path(quick.made((Clip("en-US", tuple(sounds)),)).name)))
    assert ends[at] == pytest.approx(0.8, abs=0.03)
    assert ends[1 - at] == pytest.approx(0.1, abs=0.03)


def test_the_seconds_are_those_of_the_telephone_made_or_found(quick: Studio) -> None:
    """The same number, to the last digit, for a sound that is no whole number of samples long."""
    made = quick.keep("0" * 32, np.zeros(10_007, np.float32), 11_025, "x")
    found = quick.found("0" * 32)
    assert found is not None
    assert (found.seconds, found.sizes) == (made.seconds, made.sizes)
    assert made.seconds == soundfile.info(quick.cache.path(made.name)).duration


def test_a_number_is_said_twice_with_time_to_write(tmp_path: Path, studio: Studio) -> None:
    """{number:...}: three groups twice, a second after each, half a second more between times."""
    book = speakable_book(tmp_path)
    english = book.languages["en"]
    passage = Passage("x/0", (Words("Call"), Digits(("800", "555", "0100")), Words("now.")))
    made = studio.made(clips(passage, english, book, Pace.NORMAL))
    found = silences(*heard(studio.cache.path(made.name)), shortest=0.9)
    told = [1.0, 1.0, 1.5, 1.0, 1.0, 1.0]
    assert len(found) == len(told)
    for silence, wanted in zip(found, told, strict=True):
        assert silence == pytest.approx(wanted, abs=0.06)


def test_a_slower_pace_takes_longer_in_its_proportion(tmp_path: Path, studio: Studio) -> None:
    """The three paces of a book, on the words; silence that was told stays as it is."""
    book = speakable_book(tmp_path)
    english = book.languages["en"]
    text = "Here is a text of some length, which says a few things about tea and about coffee."
    taken = {
        pace: studio.made(clips(Passage("x/0", (Words(text),)), english, book, pace)).seconds
        for pace in Pace
    }
    assert taken[Pace.SLOW] / taken[Pace.NORMAL] == pytest.approx(150 / 125, abs=0.06)
    assert taken[Pace.FAST] / taken[Pace.NORMAL] == pytest.approx(150 / 175, abs=0.06)


def test_hard_words_and_digits_are_told_as_twilio_is(
    tmp_path: Path, told: Told, quick: Studio
) -> None:
    """A respelling is said, letters and digits one by one, and no blank comes before a comma."""
    book = speakable_book(tmp_path / "book")
    sayings = {"HER2": Saying(said="her two"), "MRI": Saying(spelled=True)}
    english = replace(book.languages["en"], lexicon=Lexicon(sayings))
    passage = Passage(
        "x/0", (Words("Is HER2, or MRI, at"), Digits(("42",)), Pause(500), Words("open?"))
    )
    book = replace(book, languages={**book.languages, "en": english})
    made = quick.made(clips(passage, english, book, Pace.NORMAL))
    paced = round(0.91 * 165, 2)
    assert told.said == [
        ("Is her two, or M R I, at 4 2", paced),
        ("4 2", paced),
        ("open?", paced),
    ]
    with soundfile.SoundFile(quick.cache.path(made.name)) as file:
        assert file.comment == "Is HER2 , or MRI , at 4 2 4 2 open?"


def test_each_language_is_said_by_its_own_voice(tmp_path: Path, told: Told) -> None:
    """At its own speed, and at one number of samples a second for all of the sound."""
    other = Told(id="other", samples_a_second=24_000)
    voices = {"en-US": told, "eo": other}
    book = speakable_book(tmp_path / "book")
    passage = Passage("x/0", (Words("Hello."), Aside("eo", "Saluton."), Words("Bye.")))
    made_of = clips(passage, book.languages["en"], book, Pace.NORMAL)
    studio = Studio(
        SoundCache(tmp_path / "audio"), lambda locale: voices[locale.replace("es-US", "eo")]
    )
    made = studio.made(made_of)
    assert [text for text, _ in told.said] == ["Hello.", "Bye."]
    assert other.said == [("Saluton.", 150)]
    samples, rate = heard(studio.cache.path(made.name, WIDE_FILE))
    # Three fifths of a second are heard, at the pitch at which they were made.
    assert pitch(samples[rate // 10 : 3 * rate // 10], rate) == pytest.approx(440, abs=6)
    assert pitch(samples[rate // 2 : 7 * rate // 10], rate) == pytest.approx(440, abs=6)
    assert made.seconds == pytest.approx(3 * 0.2 + 4 * 0.1 + 2 * 0.1, abs=0.06)


def names(studio: Studio) -> Sequence[str]:
    """The names of clips that all differ: in words, language, pace, speed, marks or order."""
    first = clip("Tea.")
    others = (
        (clip("Tea!"),),
        (clip("Tea.", language="es-US"),),
        (clip("Tea.", rate=0.9),),
        (replace(first, words_per_minute=150),),
        (Clip("en-US", (Spoken("Tea.", digits=True),)),),
        (Clip("en-US", (Spoken("Tea.", written="T"),)),),
        (Clip("en-US", (Spoken("Tea."), Silence(1))),),
        (Clip("en-US", (Spoken("Tea."), Silence(2))),),
        (first, first),
        (clip("Tea.", "Tea."),),
    )
    return [studio.name(each) for each in ((first,), *others)]


def test_the_same_clips_have_the_same_name_and_no_others(quick: Studio) -> None:
    """What is to be heard makes the name, in any studio with these voices."""
    elsewhere = Studio(SoundCache(Path("/nowhere")), lambda _: Told())
    assert names(quick) == names(elsewhere)
    assert all(one != other for one, other in combinations(names(quick), 2))


def test_another_voice_has_other_names(quick: Studio, tmp_path: Path) -> None:
    """None of its sounds is taken for one of the old voice."""
    newer = Studio(SoundCache(tmp_path), lambda _: Told(id="told, version 2"))
    assert set(names(quick)) & set(names(newer)) == set()


def test_nothing_is_made_twice(quick: Studio, told: Told, tmp_path: Path) -> None:
    """Not by this studio, nor by one that is made later; nor a text that is said twice in one."""
    made = quick.made((clip("Tea."),))
    assert quick.made((clip("Tea."),)) == made
    again = Studio(SoundCache(tmp_path), lambda _: told).made((clip("Tea."),))
    assert again.name == made.name
    assert again.seconds == pytest.approx(made.seconds, abs=0.001)
    assert len(told.said) == 1
    quick.made((Clip("en-US", (Spoken("More."), Silence(1), Spoken("More."))),))
    assert len(told.said) == 2


def test_a_sound_of_which_a_file_is_gone_is_made_again(quick: Studio, told: Told) -> None:
    """Either of its files."""
    made = quick.made((clip("Tea."),))
    for kind in KINDS:
        quick.cache.path(made.name, kind).unlink()
        quick.made((clip("Tea."),))
        assert quick.cache.has(made.name)
    assert len(told.said) == 3


def test_a_voice_is_asked_for_once_and_only_if_it_speaks(tmp_path: Path, told: Told) -> None:
    """Loading a voice takes memory: a language that nothing is said in needs none."""
    asked: list[str] = []

    def choose(locale: str) -> Voice:
        asked.append(locale)
        return told

    studio = Studio(SoundCache(tmp_path), choose)
    studio.made((clip("Tea."),))
    studio.made((clip("More tea."),))
    assert asked == ["en-US"]


@pytest.mark.parametrize("sounds", [(Silence(1.0),), (Spoken("..."),), (Spoken("!"), Silence(0.5))])
def test_what_has_no_words_is_silence(
    quick: Studio, told: Told, sounds: tuple[Silence | Spoken, ...]
) -> None:
    """A pause alone, and signs alone, are no reason to fail."""
    made = quick.made((Clip("en-US", sounds),))
    samples, _ = heard(quick.cache.path(made.name))
    assert not np.abs(samples).max() > 0.01
    assert told.said == []


def test_a_voice_that_fails_leaves_no_sound(tmp_path: Path) -> None:
    """Neither file is there, and the message is the voice's."""

    class Broken(Told):
        def speak(self, text: str, words_per_minute: float) -> "Samples":
            raise SpeechError(f"no {text} at {words_per_minute}")

    studio = Studio(SoundCache(tmp_path), lambda _: Broken())
    with pytest.raises(SpeechError, match=r"no Tea\. at 165"):
        studio.made((clip("Tea."),))
    assert list(tmp_path.rglob("*")) == []


def test_a_recording_is_kept_as_it_was_given(quick: Studio) -> None:
    """Only what a machine said is made clearer; a person's sound keeps its spectrum."""
    rate = 16_000
    time = np.arange(rate) / rate
    low = (0.2 * np.sin(2 * np.pi * 300 * time)).astype(np.float32)
    both = low + (0.05 * np.sin(2 * np.pi * 3_000 * time)).astype(np.float32)
    shares = []
    for synthetic in (False, True):
        made = quick.keep(f"{synthetic:032x}", both, rate, "x", synthetic=synthetic)
        samples, _ = soundfile.read(io.BytesIO(quick.cache.path(made.name).read_bytes()))
        power = np.abs(np.fft.rfft(samples))
        shares.append(float(power[2_900:3_100].max() / power[200:400].max()))
    assert shares[0] == pytest.approx(0.25, rel=0.1)
    assert shares[1] > 1.5 * shares[0]
