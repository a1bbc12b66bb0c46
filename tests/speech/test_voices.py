"""Which voice speaks: the first engine that is there; and what the others are told."""

import sys
import types
from importlib.machinery import ModuleSpec

import pytest

from ivr.dialogue import Book
from ivr.speech import hibari_voice, pico_voice
from ivr.speech.voice import SpeechError
from ivr.speech.voices import ENGINES, Voices, choose, engines, speaks


class Hibari:
    """Stands in for hibari's engine."""

    told: tuple[str, float, int] = ("", 0.0, -1)
    made = 0
    samples = 100

    def __init__(self) -> None:
        Hibari.made += 1

    def __call__(self, text: str, *, speed: float, seed: int) -> list[float]:
        """Remember what is to be said."""
        Hibari.told = (text, speed, seed)
        return [0.5] * Hibari.samples


class NanoTTS:
    """Stands in for Pico's engine."""

    told: tuple[str, str, float] = ("", "", 0.0)
    sound = b"\x00\x40\x00\xc0"

    def speak(self, text: str, *, voice: str, speed: float, volume: float) -> bytes:
        """Remember what is to be said."""
        NanoTTS.told = (text, voice, speed)
        assert 0 < volume <= 1
        return NanoTTS.sound


@pytest.fixture
def extras(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with both extra voices, which stand-ins speak."""
    for name, holds in (("hibari", Hibari), ("py_nanotts", NanoTTS)):
        module = types.ModuleType(name)
        module.__spec__ = ModuleSpec(name, None)
        setattr(module, holds.__name__, holds)
        monkeypatch.setitem(sys.modules, name, module)
    for module in (hibari_voice, pico_voice):
        monkeypatch.setattr(module, "version", lambda package: f"1 of {package}")
    monkeypatch.setattr(Hibari, "made", 0)


@pytest.mark.usefixtures("espeak_only")
@pytest.mark.parametrize("wanted", [["hibari", "pyttsx3"], ["hibari"]])
def test_an_engine_that_is_missing_is_named_and_another_one_speaks(wanted: list[str]) -> None:
    """The notice says which, and how to install it; espeak is the last whatever is wanted."""
    choice = choose("en-US", wanted)
    assert choice.voice.id.startswith("pyttsx3 ")
    assert choice.notice == (
        "hibari is not installed, so another voice speaks en-US "
        '(install it with: pip install "careline[voices]")'
    )


@pytest.mark.usefixtures("espeak_only")
def test_two_missing_engines_are_both_named() -> None:
    """Nothing that was wanted is passed over in silence."""
    notice = choose("en-US", ENGINES).notice
    assert "hibari is not installed" in notice
    assert "pico is not installed" in notice


@pytest.mark.usefixtures("espeak_only")
def test_what_was_not_wanted_is_not_missed() -> None:
    """Neither an engine that is wanted nowhere, nor one that does not speak the language."""
    assert choose("en-US", ["pyttsx3"]).notice == ""
    assert choose("es-US", ["hibari", "pyttsx3"]).notice == ""


@pytest.mark.usefixtures("extras")
@pytest.mark.parametrize(
    ("locale", "engines", "voice"),
    [
        ("en-US", ENGINES, "hibari 1 of hibari-tts"),
        ("en-GB", ENGINES, "hibari 1 of hibari-tts"),
        ("en-GB", ("pico",), "pico 1 of py-nanotts en-GB"),
        ("es-US", ENGINES, "pico 1 of py-nanotts es-ES seseo"),
        ("es-ES", ENGINES, "pico 1 of py-nanotts es-ES"),
        ("es-US", ("pyttsx3", "pico"), "pyttsx3"),
        ("pt-BR", ENGINES, "pyttsx3"),
    ],
)
def test_the_first_engine_that_is_there_and_speaks_it(
    locale: str, engines: tuple[str, ...], voice: str
) -> None:
    """In the order in which they are wanted, without a notice."""
    choice = choose(locale, engines)
    assert choice.voice.id.startswith(voice)
    assert choice.notice == ""


def test_a_language_that_nothing_speaks_is_told() -> None:
    """The message says what there is, and what else can be done."""
    with pytest.raises(
        SpeechError, match=r"no voice here speaks eo-EO: .*record the words"
    ) as told:
        choose("eo-EO")
    assert "en, en-GB, es" in str(told.value)


def test_every_voice_of_espeak_speaks() -> None:
    """Each locale that is promised makes sound."""
    for locale in ("en-US", "en-GB", "es-US", "es-ES", "fr-FR", "pt-BR", "de-DE", "it-IT"):
        assert speaks("pyttsx3", locale)
        assert len(choose(locale, ["pyttsx3"]).voice.speak("1 2 3.", 150)) > 5_000
    assert not speaks("hibari", "es-US")
    assert not speaks("none", "en-US")


@pytest.mark.usefixtures("extras")
def test_hibari_is_loaded_when_it_speaks_and_once() -> None:
    """The same seed each time, and a speed between those that were measured."""
    voice = choose("en-US", ["hibari"]).voice
    assert Hibari.made == 0
    assert len(voice.speak("Tea.", 160)) == 100
    assert Hibari.told == ("Tea.", 0.8, hibari_voice.SEED)
    voice.speak("Tea.", 150)
    assert Hibari.told[1] == pytest.approx(0.75)
    voice.speak("Tea.", 9_999)
    assert Hibari.told[1] == max(hibari_voice.SPEEDS)
    assert Hibari.made == 1
    assert voice.samples_a_second == 24_000


@pytest.mark.usefixtures("extras")
def test_pico_gets_no_markup_and_no_endless_word() -> None:
    """Marks it would obey are blanks, and a word that would hang it is cut."""
    voice = choose("es-ES", ["pico"]).voice
    made = voice.speak("<vol level='9'> té\0 y " + "a" * 450, pico_voice.WORDS_PER_MINUTE)
    assert list(made) == [0.5, -0.5]
    text, name, speed = NanoTTS.told
    assert not set("<>\0") & set(text)
    assert max(map(len, text.split())) == pico_voice.LONGEST_WORD
    assert text.count("a") == 450
    assert (name, speed) == ("es-ES", 1.0)
    assert voice.samples_a_second == 16_000


@pytest.mark.usefixtures("extras")
def test_the_voice_of_the_americas_says_s_for_z_and_soft_c() -> None:
    """And leaves the hard c alone."""
    choose("es-US", ["pico"]).voice.speak("Cáncer, cecina, Zona, azúcar, acción", 150)
    assert NanoTTS.told[0] == "Cánser, sesina, Sona, asúcar, acsión"


@pytest.mark.usefixtures("extras")
def test_an_engine_that_makes_nothing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is never taken for speech."""
    monkeypatch.setattr(Hibari, "samples", 0)
    monkeypatch.setattr(NanoTTS, "sound", b"")
    with pytest.raises(SpeechError, match="hibari made no sound"):
        choose("en-US", ["hibari"]).voice.speak("Tea.", 150)
    with pytest.raises(SpeechError, match="Pico made no sound"):
        choose("es-US", ["pico"]).voice.speak("Té.", 150)


@pytest.mark.usefixtures("espeak_only")
def test_the_shipped_book_can_be_spoken_without_the_extras(book: Book) -> None:
    """Each language by espeak, and each missing engine is told once."""
    told: list[str] = []
    voices = Voices(engines(book), told.append)
    for language in book.languages.values():
        assert voices(language.locale).id.startswith("pyttsx3 ")
        assert voices(language.locale) is voices(language.locale)
    assert [notice.partition(" ")[0] for notice in told] == ["hibari", "pico"]
