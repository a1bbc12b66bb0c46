"""Danger to life in an utterance: what it looks like, what only seems so, and what is long past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ivr.dialogue.grammar.hearing import Ear, Heard
from ivr.dialogue.grammar.patterns import DEGREES, Found, Patterns, is_fever

NEAR: Final = 4
"""Words between a danger and the words that say how long ago it was."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that was heard: the node that answers it, and the pattern as it is written."""

    node: str
    pattern: str


class Lookout:
    """Looks for danger in one language. ``dangers`` holds patterns by the node that answers."""

    __slots__ = ("_dangers", "_harmless", "_long_ago")

    def __init__(
        self,
        ear: Ear,
        dangers: Mapping[str, Iterable[str]],
        harmless: Iterable[str],
        long_ago: Iterable[str],
    ) -> None:
        self._dangers = {node: _compiled(ear, patterns) for node, patterns in dangers.items()}
        self._harmless = _compiled(ear, harmless)
        self._long_ago = _compiled(ear, long_ago)

    def watch(self, heard: Heard) -> tuple[Alarm | None, frozenset[int]]:
        """The first danger in the order of the nodes, and where words of no danger stand."""
        stems = [DEGREES if is_fever(stem) else stem for stem in heard.stems]
        harmless = {at for found in self._harmless.find(stems) for at in found.positions}
        long_ago: list[Found] | None = None
        for node, patterns in self._dangers.items():
            for found in patterns.find(stems):
                if found.positions[0] in heard.denied or not harmless.isdisjoint(found.positions):
                    continue
                if long_ago is None:
                    long_ago = list(self._long_ago.find(stems))
                if not any(_are_near(found, past) for past in long_ago):
                    return Alarm(node, found.pattern.written), frozenset(harmless)
                harmless.update(found.positions)
        return None, frozenset(harmless)


def _are_near(found: Found, past: Found) -> bool:
    after = past.positions[0] - found.positions[-1]
    before = found.positions[0] - past.positions[-1]
    return 0 < after <= NEAR or 0 < before <= NEAR


def _compiled(ear: Ear, written: Iterable[str]) -> Patterns:
    return Patterns(ear.patterns(list(written)))
