"""What a voice is: text in, samples out."""

from typing import TYPE_CHECKING, Protocol

from ivr.errors import CarelineError

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Samples = NDArray[float32]
    """Sound as numbers from -1 to 1, one channel."""


class SpeechError(CarelineError):
    """Raised if a voice can't speak. Its message is for the person who renders."""


class Voice(Protocol):
    """Says texts in one language, offline."""

    @property
    def id(self) -> str:
        """The engine, its version and the voice: what it says changes only if this does."""

    @property
    def samples_a_second(self) -> int:
        """How many samples a second of sound has."""

    def speak(self, text: str, words_per_minute: float) -> "Samples":
        """Say a text. Nothing in it is markup; digits that stand apart are said one by one.

        Raises SpeechError if the engine fails or makes no sound.
        """
