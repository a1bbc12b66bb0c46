"""A rule of the checker: its name, what it is about, an example, and how it finds problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from itertools import islice
from typing import Final

from ivr.authoring.examined import Examined
from ivr.authoring.problems import Problem, Severity
from ivr.authoring.yaml_source import MOST_FAULTS, Fault, Position, Route, YamlSource

WOULD_NOT_START: Final = (
    "the line would not start: callers would be read the fallback or hear nothing"
)


class Group(StrEnum):
    """What a rule looks after."""

    FILES = "files"
    STRUCTURE = "structure"
    WORDS = "words"
    ACCESS = "access"
    CALLS = "calls"
    RELEASE = "release"


class Stage(IntEnum):
    """How far a book has to be made before a rule can look at it."""

    READ = 0
    """Its files were read; what they hold may be missing."""
    SHAPED = 1
    """``flows/service.yaml`` is in its shape, so names can be resolved."""
    WHOLE = 2
    """The book could be made."""
    CALLED = 3
    """Every call of the book was explored."""
    RELEASE = 4
    """The files were read; looked at only where a release is checked."""


@dataclass(frozen=True, slots=True)
class Example:
    """A mistake in the starter book: in ``file``, ``good`` becomes ``bad``.

    With an empty ``good`` the whole file becomes ``bad``, and is removed if that is None. ``also``
    holds further changes that the mistake takes: file, good, bad. ``line`` and ``column`` tell
    where the mistake is reported, in ``reported_in`` if that is another file. ``twin`` is the code
    of a second language that the book speaks too, in the same words, where it takes two.
    """

    file: str
    good: str
    bad: str | bytes | None
    line: int
    column: int
    reported_in: str = ""
    also: tuple[tuple[str, str, str], ...] = ()
    twin: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked.

    ``about`` says what is wrong and why it matters, ``why`` what a caller would hear, ``fix``
    how it is mended where no problem says it better. A ``blocking`` rule keeps the line from
    starting. Only a rule that no book can break has no ``example``.
    """

    name: str
    group: Group
    stage: Stage
    about: str
    why: str
    fix: str
    check: Callable[["Rule", Examined], Iterator[Problem]]
    example: Example | None
    severity: Severity = "error"
    blocking: bool = False

    def problems(self, book: Examined) -> Iterator[Problem]:
        """Every place where the book breaks this rule."""
        return self.check(self, book)

    def problem(  # noqa: PLR0913 - a problem has this many parts
        self,
        source: YamlSource,
        route: Route,
        message: str,
        *,
        why: str = "",
        fix: str = "",
        key: bool = False,
        at: Position | None = None,
        severity: Severity | None = None,
    ) -> Problem:
        """A problem of this rule at a route of a file, or ``at`` a place of its own."""
        at = at or source.position(route, key=key)
        return Problem(
            file=source.file,
            line=at.line,
            column=at.column,
            rule=self.name,
            message=message,
            why=why or self.why,
            fix=fix or self.fix,
            length=at.length,
            severity=severity or self.severity,
        )

    def explained(self, source: YamlSource, fault: Fault) -> Problem:
        """A fault that was noted while a file was read, as a problem of this rule."""
        at = fault.position
        return Problem(
            file=source.file,
            line=at.line,
            column=at.column,
            rule=self.name,
            message=fault.message,
            why=fault.why or self.why,
            fix=fault.fix or self.fix,
            length=at.length,
            severity=self.severity,
        )

    def noted(self, book: Examined) -> Iterator[Problem]:
        """Every fault of this rule's name that was noted while the files were read."""
        for source in book.manuscript.sources.values():
            mine = (fault for fault in source.faults if fault.rule == self.name)
            for fault in islice(mine, MOST_FAULTS):
                yield self.explained(source, fault)
