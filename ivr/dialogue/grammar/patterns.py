"""Patterns of words in order, such as "chest hurts|aches": what safety lists are made of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDEST_GAP: Final = 3
"""Other words that may stand between two words of a pattern ("pain all over in my chest")."""

MOST_TRIES: Final = 40
"""Places of an utterance at which one pattern is tried; more of one word is noise."""

DEGREES: Final = "{degrees}"
"""The element that stands for a body temperature at which a fever begins."""

FEVER: Final = ((38.0, 43.0), (100.4, 110.0))
"""Celsius and Fahrenheit: 38.0 and 100.4 are where a fever on chemotherapy begins (CDC)."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word of a pattern: any of these stems; ``next`` if it must follow the last at once."""

    stems: frozenset[str]
    next: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in order, each one of several; ``written`` as somebody wrote them."""

    written: str
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern in an utterance, and the positions of its words."""

    pattern: Pattern
    positions: tuple[int, ...]


class Patterns:
    """Finds many patterns in one pass over an utterance."""

    __slots__ = ("_anchored",)

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        kept = tuple(patterns)
        frequency = Counter(
            stem for one in kept for element in one.elements for stem in element.stems
        )
        anchored: dict[str, list[tuple[Pattern, int]]] = defaultdict(list)
        for one in kept:
            rarest = min(
                range(len(one.elements)),
                key=lambda at: sum(frequency[stem] for stem in one.elements[at].stems),
            )
            for stem in one.elements[rarest].stems:
                anchored[stem].append((one, rarest))
        self._anchored: Mapping[str, tuple[tuple[Pattern, int], ...]] = {
            stem: tuple(found) for stem, found in anchored.items()
        }

    def find(self, stems: Sequence[str]) -> Iterator[Found]:
        """Every pattern that stands in an utterance, at its first places."""
        tries: dict[str, int] = {}
        for position, stem in enumerate(stems):
            if stem not in self._anchored:
                continue
            tried = tries.get(stem, 0)
            if tried >= MOST_TRIES:
                continue
            tries[stem] = tried + 1
            for pattern, anchor in self._anchored[stem]:
                positions = _around(pattern.elements, anchor, stems, position)
                if positions is not None:
                    yield Found(pattern, positions)


def _around(
    elements: tuple[Element, ...], anchor: int, stems: Sequence[str], position: int
) -> tuple[int, ...] | None:
    """The positions of a pattern's words whose anchor stands at ``position``, or None."""
    before: list[int] = []
    at = position
    for index in range(anchor - 1, -1, -1):
        widest = 0 if elements[index + 1].next else WIDEST_GAP
        wanted = elements[index].stems
        for nearer in range(at - 1, max(at - 2 - widest, -1), -1):
            if stems[nearer] in wanted:
                at = nearer
                break
        else:
            return None
        before.append(at)
    after: list[int] = []
    at = position
    for element in elements[anchor + 1 :]:
        widest = 0 if element.next else WIDEST_GAP
        for farther in range(at + 1, min(at + 2 + widest, len(stems))):
            if stems[farther] in element.stems:
                at = farther
                break
        else:
            return None
        after.append(at)
    return (*reversed(before), position, *after)


def is_fever(token: str) -> bool:
    """Whether a number is a body temperature at which a fever begins."""
    if not token[0].isdigit():
        return False
    try:
        value = float(token)
    except ValueError:
        return False
    return any(low <= value <= high for low, high in FEVER)
