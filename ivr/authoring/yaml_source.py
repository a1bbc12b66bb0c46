"""One YAML file as it was read: what it says, where each thing stands, and its faults."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ivr.authoring.yaml_traps import TRAPS

MOST_FAULTS: Final = 100
"""Faults of one file that are told: a file with more of them is another file in its place."""

Route = tuple[str | int, ...]
"""The keys and indices that lead from the top of a file to a value."""

Tree = dict[str, Any] | list[Any] | str | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where something stands in a file: line and column from 1, and length in characters.

    ``last_line`` is the line on which it ends.
    """

    line: int
    column: int
    length: int
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong that was noticed while a file was read, for the rule of this name.

    ``fix`` and ``why`` are empty where the rule itself says it well enough.
    """

    rule: str
    position: Position
    message: str
    fix: str = ""
    why: str = ""


@dataclass(slots=True)
class YamlSource:
    """A file as read: its text, its values, and the positions of values and of keys.

    With ``faults`` of other rules than TRAPS, ``data`` may be partial.
    """

    file: str
    text: str = ""
    data: Tree = None
    values: dict[Route, Position] = field(default_factory=dict)
    keys: dict[Route, Position] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether everything that the file holds could be read."""
        return len(self.faults) < MOST_FAULTS and all(fault.rule in TRAPS for fault in self.faults)

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

    def lines_of(self, route: Route) -> range:
        """The lines on which a key and everything below it stand."""
        below = [
            at
            for group in (self.keys, self.values)
            for each, at in group.items()
            if each[: len(route)] == route
        ] or [self.position(route)]
        return range(
            min(at.line for at in below), max(max(at.line, at.last_line) for at in below) + 1
        )

    def within(self, route: Route, snippet: str) -> Position:
        """Where a snippet of a text stands; the text itself if layout has torn it apart."""
        at = self.position(route)
        words = [re.escape(word) for word in snippet.split()]
        lines = self.text.splitlines()
        ends = r"(?!\S)"
        for wanted in (
            re.escape(snippet),
            r"\s".join(words[:2]) + ends,
            *(w + ends for w in words[:1]),
        ):
            for number in range(at.line, max(at.line, at.last_line) + 1):
                line = lines[number - 1] if number <= len(lines) else ""
                start = at.column - 1 if number == at.line else 0
                found = re.compile(wanted).search(line, start) if words else None
                if found:
                    return Position(number, found.start() + 1, len(found.group()), number)
        return at

    def missing(self, holder: Route, name: str, order: Sequence[str]) -> Position:
        """Where a missing key belongs: the end of what stands before it in ``order``.

        Without anything before it that is where its holder begins.
        """
        names = list(order)
        earlier = names[: names.index(name)] if name in names else names
        for before in reversed(earlier):
            if (*holder, before) in self.keys:
                return self._end((*holder, before))
        if holder:
            return self.position(holder, key=True)
        first = min(
            (at for route, at in self.keys.items() if len(route) == 1), default=None, key=_line
        )
        return first or Position(1, 1, 1)

    def _end(self, route: Route) -> Position:
        inside = [
            at.last_line
            for group in (self.keys, self.values)
            for r, at in group.items()
            if r[: len(route)] == route
        ]
        line, lines = max(inside), self.text.splitlines()
        while line > 1 and not "".join(lines[line - 1 : line]).strip():
            line -= 1
        text = lines[line - 1]
        column = len(text) - len(text.lstrip()) + 1
        return Position(line, column, max(1, len(text.strip())), line)

    def _value(self, route: Route) -> Any:  # noqa: ANN401 - any value of a file
        value: Any = self.data
        for part in route:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def _line(position: Position) -> int:
    return position.line
