"""A call as it sounded: speech and tones where they were, and silence else."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner

from ivr.cli import main
from ivr.cli.lines import Lines
from ivr.phone.handset import Handset
from ivr.phone.tape import Kept, StudioSpeaker, tape, write_tape
from ivr.phone.tones import LASTS, tones
from ivr.phone.verbs import Play, Say
from ivr.speech.cache import SoundCache
from ivr.speech.mastering import AROUND
from ivr.speech.sounds import Silence, Spoken
from ivr.speech.studio import Studio
from ivr.speech.voice import SpeechError, Voice
from ivr.speech.voices import choose
from tests.manuscripts import write
from tests.phone.webhooks import placed, response
from tests.speech.sounding import SPOKEN_SERVICE, speakable_files

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

RATE: Final = 8_000
ROWS: Final = {697: "123", 770: "456", 852: "789", 941: "*0#"}
COLUMNS: Final = {1209: "147*", 1336: "2580", 1477: "369#"}
"""The keys that have each frequency, in Hertz (ITU-T Q.23)."""

PRESSED: Final = 2 * LASTS
"""Seconds that a key takes, with the silence after it."""


def goertzel(samples: "Samples", rate: int, frequency: float) -> float:
    """The power of one frequency in samples (Goertzel's recurrence)."""
    factor = 2 * np.cos(2 * np.pi * frequency / rate)
    before = last = 0.0
    for sample in samples.astype(float):
        before, last = last, float(sample) + factor * last - before
    return float((before**2 + last**2 - factor * before * last) * 2 / len(samples) ** 2)


def key(samples: "Samples", rate: int) -> str:
    """The key whose two tones make nearly all of these samples; nothing if none does."""
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    if power < 1e-4:
        return ""
    rows = {goertzel(samples, rate, frequency): of for frequency, of in ROWS.items()}
    columns = {goertzel(samples, rate, frequency): of for frequency, of in COLUMNS.items()}
    best = max(rows), max(columns)
    # Two tones of one loudness and nothing else, as a receiver asks (ITU-T Q.24).
    if sum(best) < 0.9 * power or not 0.3 < best[0] / best[1] < 3:
        return ""
    (found,) = set(rows[best[0]]) & set(columns[best[1]])
    return found


def keys(samples: "Samples", rate: int) -> list[tuple[float, str]]:
    """The keys that can be heard, with the second in which each begins."""
    size = rate // 25
    found: list[tuple[float, str]] = []
    before = ""
    for start in range(0, len(samples) - size, size // 2):
        now = key(samples[start : start + size], rate)
        if now and now != before:
            found.append((start / rate, now))
        before = now
    return found


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio with the voices that are always there."""
    voices: dict[str, Voice] = {}

    def voice(locale: str) -> Voice:
        return voices.setdefault(locale, choose(locale, ["pyttsx3"]).voice)

    return Studio(SoundCache(tmp_path_factory.mktemp("audio")), voice)


@pytest.fixture(scope="module")
def speaker(studio: Studio) -> StudioSpeaker:
    """What speaks for Twilio."""
    return StudioSpeaker(studio)


@pytest.fixture(scope="module")
def lines(
    tmp_path_factory: pytest.TempPathFactory, speaker: StudioSpeaker
) -> Iterator[dict[str, Lines]]:
    """The toy book's line: spoken by Twilio, and played from rendered sound."""
    made = {}
    with pytest.MonkeyPatch.context() as patched:
        for speech in ("twilio", "rendered"):
            root = write(tmp_path_factory.mktemp(speech), speakable_files())
            (root / "flows/service.yaml").write_text(f"{SPOKEN_SERVICE}speech: {speech}\n")
            patched.setenv("IVR_BOOK", str(root))
            patched.setenv("IVR_AUDIO", str(root / "audio"))
            if speech == "rendered":
                options = ["--language", "en", "--pace", "normal", "--jobs", "1"]
                result = CliRunner().invoke(main, ["render", *options])
                assert result.exit_code == 0, result.output
            made[speech] = Lines(speaker=speaker)
            made[speech].handset()  # loads the book while the environment is this
        yield made


@pytest.fixture(scope="module", params=["twilio", "rendered"])
def made(request: pytest.FixtureRequest, lines: dict[str, Lines]) -> Handset:
    """A call in which keys are pressed at once, after words, two in a row, and not at all."""
    handset = lines[request.param].handset()
    handset.dial()
    handset.press("1", after="Menu")
    handset.press("#")
    handset.stay_silent()
    handset.press("*0", after="")
    handset.hang_up()
    return handset


def test_the_line_is_heard_as_it_speaks(made: Handset, lines: dict[str, Lines]) -> None:
    """The call that is taped here said what it should, by the verb that it should."""
    heard = " ".join(heard.text for heard in made.heard)
    for text in ("Hello in English.", "Menu.", "Tea one", "Tea two"):
        assert text in heard
    verbs = {type(heard.verb) for heard in made.heard}
    assert verbs in ({Say}, {Play})
    assert len(lines) == 2


def test_a_call_is_as_long_as_its_clock_and_what_the_caller_took(
    made: Handset, speaker: StudioSpeaker
) -> None:
    """Each key takes the time of its tone, during which the line waits."""
    taped = tape(made, speaker)
    pressed = sum(len(act.keys) for act in made.acts)
    assert pressed == 4
    assert len(taped) / RATE == pytest.approx(made.clock + pressed * PRESSED, abs=0.01)


def test_each_key_is_heard_when_it_was_pressed(made: Handset, speaker: StudioSpeaker) -> None:
    """By a detector that knows only tones: which keys, in order, and when."""
    found = keys(tape(made, speaker), RATE)
    assert [pressed for _, pressed in found] == ["1", "#", "*", "0"]
    for number, (act, (second, _)) in enumerate(zip(made.acts, found, strict=True)):
        assert second == pytest.approx(act.at + number * PRESSED, abs=0.05)


def test_speech_is_where_it_was_and_silence_everywhere_else(
    made: Handset, speaker: StudioSpeaker
) -> None:
    """Each thing that was heard can be heard then; while the line waits there is nothing."""
    taped = tape(made, speaker)
    sounding = np.zeros(len(taped), dtype=bool)
    for heard in made.heard:
        if heard.seconds < 0.4:
            continue
        shift = PRESSED * sum(act.at <= heard.at + 1e-9 for act in made.acts)
        start = int((heard.at + shift) * RATE)
        end = start + round(heard.seconds * RATE)
        assert np.std(taped[start:end]) > 0.01, heard.text
        sounding[max(0, start - 1) : end + 1] = True
    for number, act in enumerate(made.acts):
        start = int((act.at + number * PRESSED) * RATE)
        sounding[max(0, start - 1) : start + int(PRESSED * RATE) + 1] = True
    assert sounding.mean() < 0.9
    assert not np.any(taped[~sounding])
    assert np.abs(taped).max() < 1


def test_a_word_that_was_interrupted_is_cut_there(speaker: StudioSpeaker) -> None:
    """What the caller did not hear is not on the tape; the tone follows at once."""
    menu = response(
        '<Gather numDigits="1"><Say>For tea, press 1. For coffee, press 2.</Say></Gather>'
    )
    handset, _ = placed(menu, response("<Pause/>"))
    handset.press("1", after="For tea")
    taped = tape(handset, speaker)
    ((second, pressed),) = keys(taped, RATE)
    assert pressed == "1"
    assert second == pytest.approx(handset.heard[0].seconds, abs=0.04)
    assert len(taped) / RATE == pytest.approx(handset.clock + PRESSED, abs=0.01)


def test_what_the_line_says_now_is_on_the_tape(speaker: StudioSpeaker) -> None:
    """A call that is still up has more to say: all of it, and its pauses."""
    menu = '<Gather numDigits="1"><Say>For tea, press 1.</Say><Pause length="2"/></Gather>'
    handset, _ = placed(response(menu))
    (say, _) = handset.to_come
    assert isinstance(say, Say)
    once = speaker.seconds(say)
    assert once is not None
    taped = tape(handset, speaker)
    assert len(taped) / RATE == pytest.approx(once + 2, abs=0.01)
    assert np.std(taped[: int(once * RATE)]) > 0.02
    handset.hang_up()
    assert len(tape(handset, speaker)) == 0


def test_what_the_caller_says_is_heard_and_the_line_waits(speaker: StudioSpeaker) -> None:
    """Words of the caller, in the language of the line; what the line answers comes after."""
    question = response('<Gather input="speech"><Say language="es-US">Diga algo.</Say></Gather>')
    handset, _ = placed(question, response("<Say>Goodbye.</Say>"))
    handset.say("hospicio y más")
    took = speaker.seconds(Say((Spoken("hospicio y más"),), "es-US"))
    assert took is not None
    taped = tape(handset, speaker)
    assert len(taped) / RATE == pytest.approx(handset.clock + took, abs=0.02)
    at = int(handset.acts[0].at * RATE)
    assert np.std(taped[at : at + int(took * RATE)]) > 0.02


def test_what_cannot_be_spoken_is_silence_as_long_as_it_was(tmp_path: Path) -> None:
    """A voice that is missing, or a line whose sound could not be had, spoils no recording."""

    def nobody(locale: str) -> Voice:
        raise SpeechError(f"no voice speaks {locale}")

    mute = StudioSpeaker(Studio(SoundCache(tmp_path), nobody))
    handset, _ = placed(response("<Say>Hello there.</Say><Play>/none.wav</Play><Pause/>"))
    assert mute.seconds(Say((Spoken("Hello."),))) is None
    taped = tape(handset, mute)
    assert not np.any(taped)
    assert len(taped) / RATE == pytest.approx(handset.clock, abs=0.01)


def test_a_speaker_tells_how_long_things_take(speaker: StudioSpeaker) -> None:
    """Words as they are spoken, once; nothing for nothing, and marks of pauses as they are."""
    assert speaker.seconds(Say(())) == 0
    short, long = (
        speaker.seconds(Say((Spoken(text),))) for text in ("Tea.", "Tea and coffee, and cake.")
    )
    assert short is not None
    assert long is not None
    assert 0.2 < short < long < 4
    assert speaker.seconds(Say((Spoken("Tea."),), loop=3)) == pytest.approx(short, abs=0.001)
    paused = speaker.seconds(Say((Spoken("Tea."), Silence(2.0), Spoken("Tea."))))
    # Each "Tea." by itself has a tenth of a second of silence around it; inside there is none.
    assert paused == pytest.approx(2 * (short - 2 * AROUND) + 2.0 + 2 * AROUND, abs=0.05)
    assert speaker.seconds(Say((Spoken("..."),))) is not None


def test_the_tape_is_a_wav_file_of_telephone_sound(
    made: Handset, speaker: StudioSpeaker, tmp_path: Path
) -> None:
    """As long as it is said to be, and exactly what was taped."""
    file = tmp_path / "call.wav"
    seconds = write_tape(made, speaker, file)
    samples, rate = soundfile.read(file)
    assert (rate, samples.ndim) == (RATE, 1)
    assert len(samples) / rate == seconds
    assert np.abs(samples - tape(made, speaker)).max() < 0.001
    with pytest.raises(OSError, match="none"):
        write_tape(made, speaker, tmp_path / "none" / "call.wav")


def test_a_call_can_be_taped_for_a_browser(made: Handset, speaker: StudioSpeaker) -> None:
    """At 16,000 samples a second it is as long, and its tones are as high."""
    wide, narrow = tape(made, speaker, 16_000), tape(made, speaker)
    assert len(wide) / 16_000 == pytest.approx(len(narrow) / RATE, abs=0.01)
    assert [pressed for _, pressed in keys(wide, 16_000)] == ["1", "#", "*", "0"]


@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_every_key_has_its_own_two_tones(rate: int) -> None:
    """120 ms of each, which no exchange would miss, and as much silence after it."""
    for pressed in "1234567890*#":
        made = tones(pressed, rate)
        assert len(made) == 2 * int(LASTS * rate)
        tone, gap = np.split(made, 2)
        assert key(tone, rate) == pressed
        assert not np.any(gap)
        assert np.abs(tone).max() < 0.5
    assert [pressed for _, pressed in keys(tones("911", rate), rate)] == ["9", "1", "1"]


def test_what_can_not_be_kept_is_spoken_once_in_a_call(tmp_path: Path) -> None:
    """It is found again in the spare folder, and not asked of the voice a second time."""
    (tmp_path / "full").touch()  # a file where the folder should be
    (tmp_path / "spare").mkdir()
    asked: list[str] = []
    voice = choose("en-US", ("pyttsx3",)).voice

    class Counted:
        id, samples_a_second = voice.id, voice.samples_a_second

        def speak(self, text: str, words_per_minute: float) -> "Samples":
            asked.append(text)
            return voice.speak(text, words_per_minute)

    studio = Studio(Kept(tmp_path / "full", tmp_path / "spare"), lambda _: Counted())
    speaker = StudioSpeaker(studio)
    say = Say((Spoken("Tea."),))
    assert speaker.seconds(say) == speaker.seconds(say)
    assert len(speaker.samples(say, RATE))
    assert asked == ["Tea."]
    assert speaker.unspoken == set()
