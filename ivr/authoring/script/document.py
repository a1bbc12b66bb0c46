"""What the script for reviewers holds, before it is laid out as a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ivr.authoring.script.tokens import Run

Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the script: its code, its name in English, and its locale."""

    code: str
    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class Version:
    """One text in one language, as somebody signs for it.

    ``signed`` is its id and fingerprint, ``approval`` says in words how it stands, ``reading``
    how hard it is, and ``seconds`` how long it takes at the normal pace. ``news`` says what
    became of it since the book that it is compared with. What can't be told is empty or None.
    """

    signed: str
    approval: str
    is_approved: bool
    reading: str
    seconds: float | None
    news: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a text side by side, by language; a language may lack it."""

    title: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the code of its language; empty where it is the document's own English."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its heading, what is known of it, its parts, and its versions by language.

    ``news`` is what became of each version since the book that it is compared with.
    """

    name: str
    heading: Heading
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    versions: Mapping[str, Version]
    sources: tuple[str, ...] = ()
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Texts that are reviewed together."""

    number: int
    heading: Heading
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        """What a link to it ends with."""
        return f"section-{self.number}"


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a language there is, how much of it is approved, and seconds of speech."""

    tongue: Tongue
    texts: int
    approved: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Script:
    """The whole document.

    ``counts`` are of the whole line. With ``since``, ``sections`` hold only what changed since
    then, ``news`` how many texts there are of each kind of change, and ``dropped`` the names of the
    languages that the line no longer speaks.
    """

    service: str
    version: str
    day: date
    counts: tuple[Count, ...]
    sections: tuple[Section, ...]
    since: str = ""
    news: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()

    @property
    def tongues(self) -> tuple[Tongue, ...]:
        """The languages, side by side in this order."""
        return tuple(count.tongue for count in self.counts)
