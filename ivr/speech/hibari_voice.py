"""The English voice of hibari: a small neural network inside its package (careline[voices])."""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

WORDS_PER_MINUTE: Final = 165
"""How fast hibari speaks at its speed of 1, pauses included (`bench.intelligibility`)."""

SAMPLES_A_SECOND: Final = 24_000

SEED: Final = 0
"""The same text always sounds the same, so that what is rendered twice is rendered once."""


class Hibari:
    """hibari's voice.

    Raises ImportError if hibari is not installed.
    """

    def __init__(self) -> None:
        from hibari import Hibari as Engine  # noqa: PLC0415 - an extra

        self._engine: Any = Engine()

    @property
    def id(self) -> str:
        """As Voice has it."""
        return f"hibari {version('hibari-tts')}"

    @property
    def samples_a_second(self) -> int:
        """As Voice has it."""
        return SAMPLES_A_SECOND

    def speak(self, text: str, words_per_minute: float) -> "Samples":
        """As Voice has it."""
        speed = words_per_minute / WORDS_PER_MINUTE
        made = np.asarray(self._engine(text, speed=speed, seed=SEED), dtype=np.float32)
        if not made.size:
            raise SpeechError("hibari made no sound")
        return made
