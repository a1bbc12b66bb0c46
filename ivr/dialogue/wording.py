"""What a passage of speech is made of: words, pauses, digits said one by one, and more."""

from dataclasses import dataclass
from typing import Final

BETWEEN_GROUPS: Final = 1000
"""Milliseconds after a group of digits: what a writer with a pen needs."""

BEFORE_AGAIN: Final = 1500
"""Milliseconds before a number is said again."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text to be spoken as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence inside a passage, in milliseconds."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Digits:
    """A telephone number, said digit by digit, slowly, a pause after each group, and then again.

    Groups are strings of digits, such as ``("1", "800", "227", "2345")``.
    """

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """Whether a telephone line answers now. Said by a passage of its own for each way it stands."""

    line: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Words in another language of the line, said by the voice of that language."""

    language: str
    text: str


Piece = Words | Pause | Digits | Hours | Aside


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that is spoken as a whole: a part, a menu's choices, an apology."""

    id: str
    pieces: tuple[Piece, ...]
