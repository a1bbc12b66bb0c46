"""The English voice of hibari: a small neural network inside its package (careline[voices])."""

from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ivr.speech.voice import SpeechError

if TYPE_CHECKING:
    from ivr.speech.voice import Samples

SPEEDS: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3)
WORDS_PER_MINUTE: Final = (98.0, 119.0, 140.0, 160.0, 188.0, 197.0, 205.0, 219.0, 231.0)
"""How fast hibari reads this line's texts at each speed: not evenly (`bench.paces`)."""

SAMPLES_A_SECOND: Final = 24_000

SEED: Final = 0
"""The same text always sounds the same, so that what is rendered twice is rendered once."""


class Hibari:
    """hibari's voice.

    Raises ImportError if hibari is not installed.
    """

    def __init__(self) -> None:
        if find_spec("hibari") is None:
            raise ImportError("hibari")
        self._engine: Any = None

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
        if self._engine is None:
            from hibari import Hibari as Engine  # noqa: PLC0415 - an extra of 200 MB in memory

            self._engine = Engine()
        speed = float(np.interp(words_per_minute, WORDS_PER_MINUTE, SPEEDS))
        made = np.asarray(self._engine(text, speed=speed, seed=SEED), dtype=np.float32)
        if not made.size:
            raise SpeechError("hibari made no sound")
        return made
