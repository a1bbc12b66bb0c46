"""Inline marks of a text: ``{pause}``, ``{name:acs}``, ``{number:acs}``, ``{key:person}``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.wording import Digits, Pause, Piece, Words

PAUSE_MILLISECONDS: Final = 700
"""Between 500 and 750 ms is what listeners need between items (ACIXD)."""

_MARK: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A line of the directory as it is spoken: its name, and its number in groups of digits."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkError:
    """A mark that can't be spoken: the rule it breaks, and the names that are known.

    ``written`` is the whole mark, ``mark`` the part of it that is wrong.
    """

    written: str
    mark: str
    rule: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks can stand for in one language: telephone lines, and the names of keys.

    Without ``lines`` (their files can't be used) any line is taken to exist.
    """

    lines: Mapping[str, PhoneLine] | None
    keys: Mapping[str, str]


LOOSE: Final = 20
"""Characters by which a brace that stands alone is found again in its file."""

FORMS: Final = ("{pause}", "{name:line}", "{number:line}", "{key:command}")


def parse(text: str, marks: Marks) -> tuple[tuple[Piece, ...], list[MarkError]]:
    """The pieces of a text, and every mark that is wrong."""
    pieces: list[Piece] = []
    errors: list[MarkError] = []
    words = ""
    lines = marks.lines or {}
    for found in _pieces(text):
        if isinstance(found, str):
            words += found
            continue
        mark = found.group(0)
        kind, _, name = (found.group(1) or "").partition(":")
        if mark == "{pause}":
            _flush(words, pieces)
            words = ""
            pieces.append(Pause(PAUSE_MILLISECONDS))
        elif kind not in ("name", "number", "key") or not name:
            whole = mark if len(mark) > 1 else text[found.start() : found.start() + LOOSE]
            errors.append(MarkError(whole, mark, "unknown-mark", FORMS))
        elif kind != "key" and marks.lines is None:
            continue
        elif name not in (known := marks.keys if kind == "key" else lines):
            rule = "unknown-command" if kind == "key" else "unknown-line"
            errors.append(MarkError(mark, name, rule, tuple(known)))
        elif kind == "key":
            words += marks.keys[name]
        elif kind == "name":
            words += lines[name].name
        else:
            _flush(words, pieces)
            words = ""
            pieces.append(Digits(lines[name].groups))
    _flush(words, pieces)
    return tuple(pieces), errors


def _pieces(text: str) -> Iterator[str | re.Match[str]]:
    end = 0
    for found in _MARK.finditer(text):
        yield text[end : found.start()]
        yield found
        end = found.end()
    yield text[end:]


def _flush(words: str, pieces: list[Piece]) -> None:
    folded = _SPACES.sub(" ", words).strip()
    # A full stop after a number ends its sentence: nothing of it is left to say.
    if folded.strip(".,;:"):
        pieces.append(Words(folded.lstrip(".,;: ") if pieces else folded))


def count_words(text: str) -> int:
    """Words that are spoken; a mark counts as one."""
    return len(_MARK.sub(" x ", text).split())
