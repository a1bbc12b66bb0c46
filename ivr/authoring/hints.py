"""What the recogniser is told to expect: the phrases that help it most, within its limits."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Final

from ivr.authoring.listening import danger_nodes, phrases
from ivr.authoring.manuscript import Manuscript
from ivr.authoring.schema import ServiceShape
from ivr.dialogue.grammar.meanings import NOISE
from ivr.dialogue.nodes import Node

MOST: Final = 500
"""Hints of one Gather (Twilio)."""

LONGEST: Final = 100
"""Characters of a hint (Twilio's error 13330)."""

MOST_CHARACTERS: Final = 4_000
"""Characters of all hints together: they travel with every turn, and many help less than few."""


def hints(
    book: Manuscript, service: ServiceShape, nodes: Mapping[str, Node], language: str
) -> tuple[str, ...]:
    """Hints for the recogniser in one language, the most useful first.

    Danger comes first, then the first phrase of every destination, then every second one, and so
    on: editors write the hardest words first.
    """
    found = phrases(book, service, nodes, language)
    found.pop(NOISE, None)
    danger = danger_nodes(service)
    first = [found.pop(node) for node in danger if node in found]
    kept: list[str] = []
    length = 0
    for phrase in dict.fromkeys((*_in_turns(first[:2], 6), *_in_turns(list(found.values()), MOST))):
        hint = phrase.replace(",", " ")
        if len(hint) > LONGEST:
            continue
        if len(kept) == MOST or length + len(hint) > MOST_CHARACTERS:
            break
        kept.append(hint)
        length += len(hint) + 1
    return tuple(kept)


def _in_turns(lists: list[list[str]], rounds: int) -> Iterator[str]:
    for number, each in enumerate(zip_longest(*lists)):
        if number == rounds:
            return
        yield from (phrase for phrase in each if phrase is not None)
