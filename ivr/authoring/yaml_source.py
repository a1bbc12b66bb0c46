"""One YAML file, verbatim: every scalar as the author wrote it, and where it stands.

Built from the parser's events rather than through a YAML constructor, which would turn 17:30
into 1050, ``no`` into False and +1555... into a number, and would let a later key overwrite an
earlier one. Aliases are refused, so that no file can grow when it is read.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from ivr.authoring.problems import Problem

Route = tuple[str | int, ...]
"""The keys and indices that lead from the top of a file to a value."""

Tree = dict[str, Any] | list[Any] | str | None

LARGEST_FILE: Final = 1_000_000
"""Bytes. The shipped book's largest file is below a thirtieth of it."""

_UNSPEAKABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What XML can't hold, and so no TwiML; an escape in a quoted text can smuggle it in."""

DEEPEST: Final = 12
"""Levels of nesting. The deepest file of a book needs five."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a file: line and column from 1, and length in characters."""

    line: int
    column: int
    length: int


@dataclass(slots=True)
class YamlSource:
    """A file as read: its text, its values, and the positions of values and of keys."""

    file: str
    text: str = ""
    data: Tree = None
    values: dict[Route, Position] = field(default_factory=dict)
    keys: dict[Route, Position] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def position(self, route: Route, *, key: bool = False) -> Position:
        """Where a text stands, or the key of a group; else the nearest thing around it."""
        at_key = key or not isinstance(self._value(route), str)
        first, second = (self.keys, self.values) if at_key else (self.values, self.keys)
        while route:
            found = first.get(route) or second.get(route)
            if found:
                return found
            route = route[:-1]
        return Position(1, 1, 1)

    def _value(self, route: Route) -> Any:  # noqa: ANN401 - any value of a file
        value: Any = self.data
        for part in route:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def problem(  # noqa: PLR0913 - a problem has this many parts
        self,
        route: Route,
        rule: str,
        message: str,
        *,
        why: str,
        fix: str,
        key: bool = False,
    ) -> Problem:
        """A problem at this route."""
        at = self.position(route, key=key)
        return Problem(self.file, at.line, at.column, rule, message, why, fix, length=at.length)


def read(path: Path, file: str) -> YamlSource:
    """Read a file. What is wrong with it is in ``problems``; ``data`` then may be partial."""
    source = YamlSource(file)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        _note(source, "unreadable-file", f"the file can't be read: {error.strerror}", 1, 1)
        return source
    if len(raw) > LARGEST_FILE:
        _note(source, "huge-file", f"the file is larger than {LARGEST_FILE:,} bytes", 1, 1)
        return source
    try:
        source.text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        byte = raw[error.start]
        _note(source, "not-utf8", f"byte 0x{byte:02x} is not valid UTF-8", line, column)
        return source
    try:
        _Builder(source).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _note(source, "yaml-syntax", f"this is not valid YAML: {error.problem}", line, column)
    except yaml.reader.ReaderError as error:
        text = source.text[: int(error.position)]
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        message = f"control character U+{ord(str(error.character)):04X}"
        _note(source, "control-character", message, line, column)
    return source


FIXES: Final = {
    "unreadable-file": "check that the file exists and may be read",
    "huge-file": "split the file; no file of a book needs to be so large",
    "not-utf8": "save the file as UTF-8 in your editor",
    "yaml-syntax": "check the indentation, quotes and colons near here; use spaces, not tabs",
    "control-character": "remove the invisible character, or type the letter again",
    "empty-file": "write something in the file, or remove it",
    "yaml-alias": "write the text out where it is needed, without & and *",
    "yaml-tag": "remove the tag that starts with !",
    "deep-nesting": "move the inner part up; no file of a book needs so many levels",
    "duplicate-key": "rename or remove one of them",
    "key-not-text": "write a plain word or a quoted text before the colon",
    "two-documents": "remove the line that holds only ---",
}


def _note(  # noqa: PLR0913, PLR0917 - a position and a message
    source: YamlSource, rule: str, message: str, line: int, column: int, length: int = 1
) -> None:
    why = "the line would not start: callers would be read the fallback or hear nothing"
    source.problems.append(
        Problem(source.file, line, column, rule, message, why, FIXES[rule], length=length)
    )


class _Builder:
    """Turns parser events into plain values without recursion, so that depth can't hurt."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.route: list[str | int] = []
        self.open: list[dict[str, Any] | list[Any]] = []
        self.key: list[str | None] = []
        self.dropping = 0

    def build(self) -> None:
        documents = 0
        for event in yaml.parse(self.source.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say("two-documents", "the file holds a second document", event)
                    return
            elif not self._take(event):
                return
        if self.source.data is None and not self.source.problems:
            _note(self.source, "empty-file", "the file is empty", 1, 1)

    def _take(self, event: Any) -> bool:  # noqa: ANN401 - yaml's events share no typed base
        """Use one event; False if reading on makes no sense."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._say("yaml-alias", "YAML anchors and aliases are not used in a book", event)
            return False
        tag = getattr(event, "tag", None)
        if tag:
            self._say("yaml-tag", f'YAML tag "{tag}" is not used in a book', event)
            return False
        if isinstance(event, yaml.ScalarEvent):
            unspeakable = _UNSPEAKABLE.search(event.value)
            if unspeakable:
                character = f"control character U+{ord(unspeakable.group()):04X}"
                self._say("control-character", character, event)
            empty = event.value == "" and not event.style
            self._scalar(event, None if empty else event.value)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(self.open) >= DEEPEST:
                self._say("deep-nesting", f"more than {DEEPEST} levels of nesting", event)
                return False
            if self._expects_key():
                self._say("key-not-text", "a key must be a text", event)
                return False
            value: dict[str, Any] | list[Any]
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
            self._place(value, event)
            self.open.append(value)
            self.key.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()
            self.key.pop()
            if self.open:
                self._close_value()
        return True

    def _expects_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1], dict) and self.key[-1] is None

    def _scalar(self, event: Any, value: str | None) -> None:  # noqa: ANN401 - as above
        if not self._expects_key():
            self._place(value, event)
            if self.open:
                self._close_value()
            return
        key = value or ""
        holder = self.open[-1]
        route = (*self.route, key)
        if key in holder:
            first = self.source.keys[route]
            self._say(
                "duplicate-key", f'key "{key}" stands twice, first in line {first.line}', event
            )
            # Kept under a name of its own, so that what follows is read to its end.
            key = f"{key} (again, line {event.start_mark.line + 1})"
            route = (*self.route, key)
        self.source.keys[route] = _position(event)
        self.key[-1] = key
        self.route.append(key)

    def _place(self, value: Tree, event: Any) -> None:  # noqa: ANN401 - as above
        if not self.open:
            self.source.data = value
        else:
            holder = self.open[-1]
            if isinstance(holder, dict):
                holder[self.key[-1] or ""] = value
            else:
                self.route.append(len(holder))
                holder.append(value)
        self.source.values[tuple(self.route)] = _position(event)

    def _close_value(self) -> None:
        self.route.pop()
        self.key[-1] = None

    def _say(self, rule: str, message: str, event: Any) -> None:  # noqa: ANN401 - as above
        at = _position(event)
        _note(self.source, rule, message, at.line, at.column, at.length)


def _position(event: Any) -> Position:  # noqa: ANN401 - as above
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Position(start.line + 1, start.column + 1, max(1, length))
