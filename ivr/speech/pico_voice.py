"""The Spanish voice of Pico, through py-nanotts, with its voices inside (careline[voices])."""

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

WORDS_PER_MINUTE: Final = 169.0
"""How fast Pico reads this line's texts at its speed of 1 (`bench.paces`)."""

SAMPLES_A_SECOND: Final = 16_000

FULL_SCALE: Final = 32_768

VOLUME: Final = 0.5
"""Half of Pico's own, at which it cuts its peaks off."""

LONGEST_WORD: Final = 100
"""Letters in a row: at 400 Pico never comes back."""

_MARKUP: Final = re.compile(r"[<>\0]")
"""Pico takes marks between angle brackets, and what follows a NUL is not said."""

_LONG: Final = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")

_SESEO: Final = (
    (re.compile(r"c(?=[eiéí])"), "s"), (re.compile(r"C(?=[eiéí])"), "S"),
    (re.compile(r"z"), "s"), (re.compile(r"Z"), "S"),
)  # fmt: skip
"""Spellings by which a voice from Spain speaks as in the Americas, where z and soft c are s."""


class Pico:
    """A voice of Pico, such as ``es-ES``; with ``seseo`` it speaks as in the Americas.

    Raises ImportError if py-nanotts is not installed.
    """

    def __init__(self, voice: str, *, seseo: bool = False) -> None:
        from py_nanotts import NanoTTS  # noqa: PLC0415 - an extra

        self._engine: Any = NanoTTS()
        self._voice = voice
        self._seseo = seseo

    @property
    def id(self) -> str:
        """As Voice has it."""
        return f"pico {version('py-nanotts')} {self._voice}{' seseo' if self._seseo else ''}"

    @property
    def samples_a_second(self) -> int:
        """As Voice has it."""
        return SAMPLES_A_SECOND

    def speak(self, text: str, words_per_minute: float) -> "Samples":
        """As Voice has it."""
        plain = _LONG.sub(r"\1 ", _MARKUP.sub(" ", text))
        for spelling, other in _SESEO if self._seseo else ():
            plain = spelling.sub(other, plain)
        speed = words_per_minute / WORDS_PER_MINUTE
        made = self._engine.speak(plain, voice=self._voice, speed=speed, volume=VOLUME)
        if not made:
            raise SpeechError("Pico made no sound")
        return np.frombuffer(made, "<i2").astype(np.float32) * np.float32(1 / FULL_SCALE)
