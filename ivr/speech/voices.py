"""Which voice says a language: the first engine that is installed and speaks it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.book import Book
from ivr.speech.voice import SpeechError, Voice

ENGINES: Final = ("hibari", "pico", "pyttsx3")
"""The engines by the names that flows/service.yaml gives them, the best to listen to first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A voice for a locale. ``notice`` tells which engine was wanted and could not be had."""

    voice: Voice
    notice: str = ""


def choose(locale: str, wanted: Sequence[str] = ENGINES) -> Choice:
    """The voice for a locale, such as en-US, from the engines that are wanted, in order.

    pyttsx3, which is always there, is tried last whatever is wanted.

    Raises SpeechError if no engine speaks the language.
    """
    refused: list[str] = []
    for engine in (*wanted, *ENGINES[-1:]):
        make = _maker(engine, locale)
        if make is None:
            continue
        try:
            return Choice(make(), "; ".join(refused))
        except ImportError:
            refused.append(
                f"{engine} is not installed, so another voice speaks {locale} "
                '(install it with: pip install "careline[voices]")'
            )
    raise SpeechError(
        f"no voice here speaks {locale}: pyttsx3 speaks {', '.join(_ESPEAK)}; record the words, "
        "or leave speech: twilio in flows/service.yaml"
    )


Wanted = Mapping[str, Sequence[str]]
"""The engines that are wanted for each locale, in order."""


def engines(book: Book) -> Wanted:
    """What a book wants to be spoken by."""
    return {language.locale: language.engines for language in book.languages.values()}


class Voices:
    """Voices by locale, each chosen once; any engine where nothing is ``wanted``.

    ``tell`` is told what was wanted and could not be had.
    """

    def __init__(self, wanted: Wanted, tell: Callable[[str], object] = lambda _: None) -> None:
        self._wanted = wanted
        self._tell = tell
        self._chosen: dict[str, Voice] = {}

    def __call__(self, locale: str) -> Voice:
        """The voice for a locale. Raises SpeechError if there is none."""
        if locale not in self._chosen:
            choice = choose(locale, self._wanted.get(locale, ENGINES))
            if choice.notice:
                self._tell(choice.notice)
            self._chosen[locale] = choice.voice
        return self._chosen[locale]

    def choose_all(self) -> None:
        """Choose every voice that is wanted, so that what is missing is told beforehand."""
        for locale in self._wanted:
            with suppress(SpeechError):  # raised where something has to be said in it
                self(locale)


def speaks(engine: str, locale: str) -> bool:
    """Whether an engine speaks the language of a locale, where it is installed."""
    return _maker(engine, locale) is not None


def _maker(engine: str, locale: str) -> Callable[[], Voice] | None:
    makers = _SPEAKERS.get(engine, {})
    return makers.get(locale) or makers.get(locale.partition("-")[0])


def _hibari() -> Voice:
    from ivr.speech.hibari_voice import Hibari  # noqa: PLC0415 - a network of 200 MB in memory

    return Hibari()


def _pico(voice: str, *, seseo: bool = False) -> Callable[[], Voice]:
    def make() -> Voice:
        from ivr.speech.pico_voice import Pico  # noqa: PLC0415 - an extra

        return Pico(voice, seseo=seseo)

    return make


def _espeak(voice: str) -> Callable[[], Voice]:
    def make() -> Voice:
        from ivr.speech.espeak import Espeak  # noqa: PLC0415 - opens its library

        return Espeak(voice)

    return make


_ESPEAK: Final = {
    "en": "gmw/en-us",
    "en-GB": "gmw/en",
    "es": "roa/es-419",
    "es-ES": "roa/es",
    "fr": "roa/fr",
    "pt": "roa/pt-br",
    "de": "gmw/de",
    "it": "roa/it",
}
"""espeak's voices by locale or language."""

_SPEAKERS: Final[Mapping[str, Mapping[str, Callable[[], Voice]]]] = {
    "hibari": {"en": _hibari},
    "pico": {
        "en": _pico("en-US"),
        "en-GB": _pico("en-GB"),
        "es": _pico("es-ES", seseo=True),
        "es-ES": _pico("es-ES"),
        "fr": _pico("fr-FR"),
        "de": _pico("de-DE"),
        "it": _pico("it-IT"),
    },
    "pyttsx3": {locale: _espeak(voice) for locale, voice in _ESPEAK.items()},
}
