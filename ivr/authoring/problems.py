"""What is wrong with a book, where, what a caller would hear, and how to mend it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, Literal

from ivr.errors import CarelineError

Severity = Literal["error", "warning"]

MOST_ALTERNATIVES: Final = 8
"""A fix names at most this many alternatives: more is a list nobody reads."""

WIDEST_EXCERPT: Final = 100
"""Characters of a line that an excerpt shows."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. Lines and columns count from 1; ``length`` is in characters."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    why: str
    fix: str
    length: int = 1
    severity: Severity = "error"


class AuthoringError(CarelineError):
    """Raised if what somebody wrote has problems; ``problems`` holds them all, in file order.

    ``texts`` holds the text of each file by name, for excerpts.
    """

    what = "the text"

    def __init__(self, problems: Iterable[Problem], texts: Mapping[str, str]) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.texts = texts
        count = len(self.problems)
        super().__init__(f"{self.what} has {count} problem{'s' if count != 1 else ''}")


class BookError(AuthoringError):
    """Raised if a book can't be loaded."""

    what = "the book"


def describe(problem: Problem, texts: Mapping[str, str]) -> str:
    """The problem as a person reads it: position, message, excerpt, why, and fix."""
    where = f"{problem.file}:{problem.line}:{problem.column}"
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    head = f"{where}: {kind}{problem.message} [{problem.rule}]"
    gutter = " " * (len(str(problem.line)) + 1)
    excerpt = _excerpt(problem, _lines(texts.get(problem.file, "")), gutter)
    tail = [f"{gutter}= why: {problem.why}", f"{gutter}= fix: {problem.fix}"]
    return "\n".join([head, *excerpt, *tail])


@lru_cache(maxsize=8)
def _lines(text: str) -> Sequence[str]:
    return text.splitlines()


def _excerpt(problem: Problem, lines: Sequence[str], gutter: str) -> list[str]:
    if not 0 < problem.line <= len(lines):
        return []
    text, column = lines[problem.line - 1], problem.column
    if len(text) > WIDEST_EXCERPT:
        cut = max(0, min(column - 1 - WIDEST_EXCERPT // 3, len(text) - WIDEST_EXCERPT))
        text = f"{'…' if cut else ''}{text[cut : cut + WIDEST_EXCERPT]}"
        column -= cut - bool(cut)
    room = max(1, len(text) - column + 1)
    marker = "^" + "~" * (min(problem.length, room) - 1)
    lead = "".join("\t" if char == "\t" else " " for char in text[: column - 1])
    return [f"{gutter}|", f"{problem.line} | {text}", f"{gutter}| {lead}{marker}"]


def quoted(names: Iterable[str]) -> str:
    """Names in double quotes, with commas."""
    return ", ".join(f'"{name}"' for name in names)


def nearest(wrong: str, names: Sequence[str], what: str) -> str:
    """A fix that names the likeliest alternative first, then others in their own order."""
    close = get_close_matches(wrong, names, n=1, cutoff=0.6)
    shown = [*close, *(name for name in names if name not in close)][:MOST_ALTERNATIVES]
    if not names:
        return f"there are no {what} yet"
    more = "" if len(shown) == len(names) else ", ..."
    listing = f"{what}: {quoted(shown)}{more}"
    return f'did you mean "{close[0]}"? {listing}' if close else f"use one of the {listing}"
