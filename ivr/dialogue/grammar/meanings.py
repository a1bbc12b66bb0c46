"""What an utterance can mean: one of these, and nothing else."""

from dataclasses import dataclass
from typing import Final

COMMAND: Final = "command:"
"""What stands before a command where destinations are named."""

LANGUAGE: Final = "language:"
"""What stands before the code of a language where destinations are named."""

NOISE: Final = "noise"
"""Where what is said to somebody else in the room would lead: it competes, and means nothing."""


@dataclass(frozen=True, slots=True)
class Danger:
    """Somebody's life may be in danger: the node that answers, and the language that was heard."""

    node: str
    language: str


@dataclass(frozen=True, slots=True)
class SpokenKey:
    """A key of the telephone, called by its name."""

    key: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or a no, and nothing else."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the caller wants to go: a node, a command, or another language.

    ``worry`` is the danger that some of it sounded like.
    """

    name: str
    language: str
    worry: Danger | None = None


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two or three destinations, the likeliest first: ask."""

    names: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing that was written down speaks for any destination."""


Meaning = Danger | SpokenKey | Consent | Destination | Unsure | Unclear
