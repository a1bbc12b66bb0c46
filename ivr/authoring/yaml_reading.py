"""Reading one YAML file verbatim: every scalar as the author wrote it, and where it stands.

Built from the parser's events rather than through a YAML constructor, which would turn 17:30
into 1050, ``no`` into False and +1555... into a number, and would let a later key overwrite an
earlier one. Aliases are refused, so that no file can grow when it is read.
"""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from ivr.authoring.yaml_source import MOST_FAULTS, Fault, Position, Tree, YamlSource
from ivr.authoring.yaml_traps import lost_after, lost_key, misread

LARGEST_FILE: Final = 500_000
"""Bytes. The shipped book's largest file is below a tenth of it."""

LONGEST_COMMENT: Final = 200
"""Characters after a text in which a comment is looked for."""

_UNSPEAKABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""What XML can't hold, and so no TwiML; an escape in a quoted text can smuggle it in."""

DEEPEST: Final = 12
"""Levels of nesting. The deepest file of a book needs five."""


def read(path: Path, file: str) -> YamlSource:
    """Read a file. What is wrong with it is in its ``faults``."""
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
        rule, message = "yaml-syntax", f"this is not valid YAML: {error.problem}"
        indent = _indent(source.text, line)
        if "\t" in indent:
            rule, message = "tab", "the line is indented with a tab"
            column = indent.index("\t") + 1
        _note(source, rule, message, line, column)
    except yaml.reader.ReaderError as error:
        text = source.text[: int(error.position)]
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        character = error.character
        number = character if isinstance(character, int) else ord(str(character))
        message = f"control character U+{number:04X}"
        _note(source, "control-character", message, line, column)
    _note_lost_keys(source)
    return source


def _indent(text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    return shown[: len(shown) - len(shown.lstrip())]


def _note_lost_keys(source: YamlSource) -> None:
    for number, line in enumerate(source.text.splitlines(), 1):
        if len(source.faults) >= MOST_FAULTS:
            return
        at = lost_key(line) if "#" in line else None
        if at is not None:
            message = 'the key "#" begins a comment here, and what follows is lost'
            fix = 'put the key in quotes: "#":'
            source.faults.append(Fault("vanished-hash", Position(number, at + 1, 1), message, fix))


def _note(source: YamlSource, rule: str, message: str, line: int, column: int) -> None:
    source.faults.append(Fault(rule, Position(line, column, 1), message))


class _Builder:
    """Turns parser events into plain values without recursion, so that depth can't hurt."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.lines = source.text.splitlines()
        self.commented = {number for number, line in enumerate(self.lines) if "#" in line}
        self.route: list[str | int] = []
        self.open: list[dict[str, Any] | list[Any]] = []
        self.key: list[str | None] = []

    def build(self) -> None:
        documents = 0
        for event in yaml.parse(self.source.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say("two-documents", "the file holds a second document", event)
                    return
            elif not self._take(event) or len(self.source.faults) >= MOST_FAULTS:
                return
        if self.source.data is None and not self.source.faults:
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
            self._take_scalar(event)
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

    def _take_scalar(self, event: Any) -> None:  # noqa: ANN401 - as above
        unspeakable = _UNSPEAKABLE.search(event.value)
        if unspeakable:
            character = f"control character U+{ord(unspeakable.group()):04X}"
            self._say("control-character", character, event)
        empty = event.value == "" and not event.style
        if not event.style:
            self._note_trap(event, None if empty else event.value)
        self._scalar(event, None if empty else event.value)

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

    def _note_trap(self, event: Any, value: str | None) -> None:  # noqa: ANN401 - as above
        misreading = misread(value, key=self._expects_key()) if value else None
        if misreading:
            rule, message = misreading
            self._say(rule, message, event)
        mark = event.end_mark
        if mark.line in self.commented:
            rest = self.lines[mark.line][mark.column : mark.column + LONGEST_COMMENT]
            if not self._expects_key() and lost_after(value, rest):
                column = mark.column + 1 + rest.index("#")
                message = "everything after # is a comment here, and nobody hears it"
                where = Position(mark.line + 1, column, len(rest.rstrip()) - rest.index("#"))
                self.source.faults.append(Fault("vanished-hash", where, message))

    def _say(self, rule: str, message: str, event: Any) -> None:  # noqa: ANN401 - as above
        self.source.faults.append(Fault(rule, _position(event), message))


def _position(event: Any) -> Position:  # noqa: ANN401 - as above
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 1
    ends_above = end.column == 0 and end.line > start.line
    last_line = end.line if ends_above else end.line + 1
    return Position(start.line + 1, start.column + 1, max(1, length), last_line)
