"""Utterances that lead to the wrong place, and for each the shortest phrase that would mend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.authoring.examined import Examined
from ivr.authoring.listening import phrase_places
from ivr.authoring.phrase_search import Miss, Search
from ivr.authoring.probes import PHRASE, Line, Saying
from ivr.authoring.utterances import Utterance


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: the misses, and how many utterances were right, by language.

    ``then`` is how many would be right with every proposed phrase together, and ``lost`` are
    sayings of the book that these together would take elsewhere, with where to.
    """

    misses: tuple[Miss, ...]
    right: dict[str, int]
    total: dict[str, int]
    then: dict[str, int]
    lost: tuple[tuple[Saying, str], ...]


def learn(examined: Examined, utterances: Sequence[Utterance]) -> Lesson:
    """Say every utterance at the main menu, and look for a phrase for each that is misled."""
    line = Line(examined)
    results = [(each, line.reached(each.text, each.language)) for each in utterances]
    wrong = [(each, got) for each, got in results if got != each.destination]
    search = Search(line, utterances, _phrases(line, examined)) if wrong else None
    misses = list(search.misses(wrong)) if search else []
    additions = list(dict.fromkeys(miss.addition for miss in misses if miss.addition))
    then = [got for _, got in results]
    lost: list[tuple[Saying, str]] = []
    if search and additions:
        grammar = line.with_phrases(additions)
        then = [line.reached(each.text, each.language, grammar) for each in utterances]
        lost = list(search.astray(additions))
    return Lesson(
        misses=tuple(misses),
        right=_counted(utterances, [got for _, got in results]),
        total=_counted(utterances, [each.destination for each in utterances]),
        then=_counted(utterances, then),
        lost=tuple(lost),
    )


def _counted(utterances: Sequence[Utterance], reached: Sequence[str]) -> dict[str, int]:
    """How many are right, by language."""
    found = dict.fromkeys((each.language for each in utterances), 0)
    for each, got in zip(utterances, reached, strict=True):
        found[each.language] += got == each.destination
    return found


def _phrases(line: Line, examined: Examined) -> Iterator[Saying]:
    for each in phrase_places(examined.manuscript, examined.service, examined.nodes):
        right = line.destinations.printed(each.destination)
        yield Saying(each.phrase, each.language, right, PHRASE)
