"""Inline marks of a text, such as ``{pause}``, ``{number:acs}`` and ``{key:person}``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.wording import Aside, Digits, Hours, Pause, Piece, Words

PAUSE_MILLISECONDS: Final = 700
"""Between 500 and 750 ms is what listeners need between items (ACIXD)."""

_MARK: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A line of the directory as it is spoken.

    Its name, its number in groups of digits, and whether its hours can be told.
    """

    name: str
    groups: tuple[str, ...]
    tells_hours: bool = False


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
    """What marks can stand for in one language.

    Telephone lines, the names of keys, and how each other language is offered, in the order in
    which the key for it leads to them. Without ``lines`` (their files can't be used) any line is
    taken to exist.
    """

    lines: Mapping[str, PhoneLine] | None
    keys: Mapping[str, str]
    offers: tuple[Aside, ...] = ()


LOOSE: Final = 20
"""Characters by which a brace that stands alone is found again in its file."""

FORMS: Final = (
    "{pause}",
    "{name:line}",
    "{number:line}",
    "{hours:line}",
    "{key:command}",
    "{languages}",
)

OF_A_LINE: Final = ("name", "number", "hours")

WRITTEN_FORMS: Final = ("{name:line}", "{number:line}")
"""The marks of what is read on a telephone and not heard."""

_ONE_BY_ONE: Final = re.compile(r"\b(?:\d(?: \d)+|[A-Z](?: [A-Z])+)\b")
"""Digits or letters that stand apart so that a voice says each of them."""


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
        if mark in ("{pause}", "{languages}"):
            _flush(words, pieces)
            words = ""
            pieces += [Pause(PAUSE_MILLISECONDS)] if mark == "{pause}" else marks.offers
        elif kind not in (*OF_A_LINE, "key") or not name:
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
        elif kind == "hours" and not lines[name].tells_hours:
            known_hours = tuple(line for line, told in lines.items() if told.tells_hours)
            errors.append(MarkError(mark, name, "unknown-hours", known_hours))
        else:
            _flush(words, pieces)
            words = ""
            is_number = kind == "number"
            pieces.append(Digits(lines[name].groups) if is_number else Hours(name))
    _flush(words, pieces)
    return tuple(pieces), errors


def line_marks(text: str) -> Iterator[tuple[str, str]]:
    """The kind and the line of each mark that tells of a telephone line, in order."""
    for found in _MARK.finditer(text):
        kind, _, name = (found.group(1) or "").partition(":")
        if kind in OF_A_LINE:
            yield kind, name


def write(text: str, marks: Marks) -> tuple[str, list[MarkError]]:
    """A text as it is read on a telephone, and every mark that is wrong there."""
    errors: list[MarkError] = []
    written = ""
    lines = marks.lines or {}
    for found in _pieces(text):
        if isinstance(found, str):
            written += found
            continue
        mark = found.group(0)
        kind, _, name = (found.group(1) or "").partition(":")
        if kind not in ("name", "number") or not name:
            whole = mark if len(mark) > 1 else text[found.start() : found.start() + LOOSE]
            errors.append(MarkError(whole, mark, "unknown-mark", WRITTEN_FORMS))
        elif marks.lines is None:
            continue
        elif name not in lines:
            errors.append(MarkError(mark, name, "unknown-line", tuple(lines)))
        elif kind == "number":
            written += "-".join(lines[name].groups)
        else:
            written += _ONE_BY_ONE.sub(lambda run: run[0].replace(" ", ""), lines[name].name)
    return _SPACES.sub(" ", written).strip(), errors


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
